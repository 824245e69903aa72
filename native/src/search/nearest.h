// The best k of all offers: larger scores first, ties by smaller id.
// Used by every search, and by dispatch-flat.cc.
// An offer costs O(1) on average.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace ranklab {

/** One found vector: larger scores are better; among equal scores the smaller id comes first. */
struct Found {
  float score;
  int64_t id;
};

inline bool better(const Found& a, const Found& b) { return a.score > b.score || (a.score == b.score && a.id < b.id); }

/**
 * The best `limit` of all offers, independent of their order. Keeps up to twice as many and discards the worse half when
 * full, so an offer costs O(1) on average.
 */
class Nearest {
 public:
  explicit Nearest(size_t limit) : limit_(limit), capacity_(2 * limit + 64) { entries_.reserve(std::min<size_t>(capacity_, 4096)); }

  /** Offers below this score cannot enter. */
  float threshold() const { return threshold_; }

  void offer(float score, int64_t id) {
    // The comparison is written so that NaN, which foreign files may cause, is never kept.
    if (!(score >= threshold_)) return;
    entries_.push_back({score, id});
    if (entries_.size() >= capacity_) shrink();
  }

  size_t size() const { return std::min(entries_.size(), limit_); }

  void merge(const Nearest& other) {
    for (const Found& found : other.entries_) offer(found.score, found.id);
  }

  /** Writes `limit` entries, best first, padded with id −1 and score −Infinity. */
  void write(int64_t* ids, float* scores) {
    if (entries_.size() > limit_) shrink();
    std::sort(entries_.begin(), entries_.end(), better);
    for (size_t i = 0; i < limit_; i++) {
      const bool present = i < entries_.size();
      ids[i] = present ? entries_[i].id : -1;
      scores[i] = present ? entries_[i].score : -std::numeric_limits<float>::infinity();
    }
  }

 private:
  void shrink() {
    std::nth_element(entries_.begin(), entries_.begin() + (limit_ - 1), entries_.end(), better);
    entries_.resize(limit_);
    threshold_ = entries_[limit_ - 1].score;
  }

  size_t limit_;
  size_t capacity_;
  float threshold_ = -std::numeric_limits<float>::infinity();
  std::vector<Found> entries_;
};

}  // namespace ranklab
