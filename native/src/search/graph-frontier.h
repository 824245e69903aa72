// The state of one graph search: the rows it has visited, and the closest ones still to expand.
// Used by search-graph.cc, one of each per thread.
// Reused between queries, so that a batch allocates once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

// The state of one graph search.
namespace ranklab {

/** The rows that one query has visited; clearing costs one write in 255 queries out of 256. */
class Visited {
 public:
  explicit Visited(size_t rowCount) : marks_(rowCount, 0) {}
  bool markVisited(int row) {
    if (marks_[row] == epoch_) return false;
    marks_[row] = epoch_;
    return true;
  }
  void clear() {
    if (++epoch_ == 0) {
      std::fill(marks_.begin(), marks_.end(), 0);
      epoch_ = 1;
    }
  }

 private:
  std::vector<uint8_t> marks_;
  uint8_t epoch_ = 1;
};

struct Step {
  float distance;
  int row;
  bool expanded;
};

/** The closest rows visited so far, closest first, ties by row. */
class Frontier {
 public:
  /** Clears the rows and sets the number kept to `limit`. */
  void begin(size_t limit) {
    limit_ = limit;
    steps_.reserve(limit + 1);
    steps_.clear();
    next_ = 0;
  }

  /** Whether a row at this distance would be kept; NaN, which foreign files may cause, never is. */
  bool wants(float distance) const {
    return distance <= (steps_.size() == limit_ ? steps_.back().distance : std::numeric_limits<float>::infinity());
  }

  /** Returns whether this row is currently the next to be expanded. */
  bool push(float distance, int row) {
    const Step step{distance, row, false};
    if (steps_.size() == limit_) {
      if (!closer(step, steps_.back())) return false;
      steps_.pop_back();
    }
    const auto position = std::upper_bound(steps_.begin(), steps_.end(), step, closer);
    const bool isNext = static_cast<size_t>(position - steps_.begin()) <= next_;
    if (isNext) next_ = static_cast<size_t>(position - steps_.begin());
    steps_.insert(position, step);
    return isNext;
  }

  /** The closest row not expanded yet, or null; `closerCount` is how many rows are before it. */
  Step* next(size_t& closerCount) {
    while (next_ < steps_.size() && steps_[next_].expanded) next_++;
    closerCount = next_;
    return next_ < steps_.size() ? &steps_[next_] : nullptr;
  }

 private:
  static bool closer(const Step& a, const Step& b) { return a.distance < b.distance || (a.distance == b.distance && a.row < b.row); }

  size_t limit_ = 0;
  size_t next_ = 0;
  std::vector<Step> steps_;
};

}  // namespace ranklab
