#pragma once

#include <cstdint>
#include <vector>

#include <faiss/impl/IDSelector.h>

namespace ranklab {

/** Which rows of an index a search may return: one bit per row, or everything. */
class Eligibility {
 public:
  Eligibility() = default;
  Eligibility(size_t rowCount, bool initially) : restricted_(true), rowCount_(rowCount), bits_((rowCount + 63) / 64, initially ? ~0ull : 0) {
    count_ = initially ? rowCount : 0;
  }

  bool restricted() const { return restricted_; }
  /** How many rows are eligible; meaningful when restricted. */
  size_t count() const { return count_; }

  bool has(size_t row) const { return !restricted_ || (row < rowCount_ && (bits_[row >> 6] >> (row & 63)) & 1); }

  void allow(size_t row) {
    if (has(row)) return;
    bits_[row >> 6] |= 1ull << (row & 63);
    count_++;
  }

  void deny(size_t row) {
    if (!has(row)) return;
    bits_[row >> 6] &= ~(1ull << (row & 63));
    count_--;
  }

  std::vector<int64_t> rows() const {
    std::vector<int64_t> out;
    out.reserve(count_);
    for (size_t row = 0; row < rowCount_; row++)
      if (has(row)) out.push_back(static_cast<int64_t>(row));
    return out;
  }

 private:
  bool restricted_ = false;
  size_t rowCount_ = 0;
  size_t count_ = 0;
  std::vector<uint64_t> bits_;
};

/** An Eligibility in FAISS's terms. */
struct EligibilitySelector : faiss::IDSelector {
  const Eligibility& eligible;
  explicit EligibilitySelector(const Eligibility& eligible) : eligible(eligible) {}
  bool is_member(int64_t id) const override { return id >= 0 && eligible.has(static_cast<size_t>(id)); }
};

}  // namespace ranklab
