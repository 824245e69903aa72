// Rows sorted by the group to which they belong.
// Used by fill-lists.cc (groups are lists) and k-means.cc (groups are clusters).
// A counting sort: O(rows + groups).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "errors.h"
#include "threads/threads.h"

namespace ranklab {

/** Rows sorted by assigned group, in row order within a group. Rows with a negative group are left out. */
class GroupedRows {
 public:
  /** @throws CORRUPT_ARTIFACT for a group that does not exist, which the quantizer of a foreign file may return. */
  GroupedRows(const int64_t* groupOf, size_t rowCount, size_t groupCount) : begins_(groupCount + 1) {
    PeriodicCheck interval(bytesPerRow);
    for (size_t row = 0; row < rowCount; row++) {
      if (interval.due()) yieldIfDue();
      if (groupOf[row] >= static_cast<int64_t>(groupCount))
        fail("CORRUPT_ARTIFACT", "The index is damaged: it has no list %lld", static_cast<long long>(groupOf[row]));
      if (groupOf[row] >= 0) begins_[static_cast<size_t>(groupOf[row]) + 1]++;
    }
    for (size_t group = 0; group < groupCount; group++) begins_[group + 1] += begins_[group];
    rows_.resize(begins_.back());
    std::vector<size_t> next(begins_.begin(), begins_.end() - 1);
    for (size_t row = 0; row < rowCount; row++) {
      if (interval.due()) yieldIfDue();
      if (groupOf[row] >= 0) rows_[next[static_cast<size_t>(groupOf[row])]++] = row;
    }
  }

  size_t count(size_t group) const { return begins_[group + 1] - begins_[group]; }
  size_t row(size_t group, size_t place) const { return rows_[begins_[group] + place]; }

 private:
  static constexpr size_t bytesPerRow = 64;  // one cache line at a random address
  std::vector<size_t> begins_;
  std::vector<size_t> rows_;
};

}  // namespace ranklab
