// Which rows of an index a search may return: the filter of the whole batch and the rows denied to individual queries.
// Created by VectorIndex::eligibility for each call; read by every search in search/.
// Filters are given as ids and converted to rows, so that a lookup tests one bit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <faiss/impl/IDSelector.h>

namespace ranklab {

/** A bitset of rows (or all rows), minus the rows denied to individual queries. */
class Eligibility {
 public:
  /** Every row. */
  explicit Eligibility(size_t rowCount) : rowCount_(rowCount), count_(rowCount) {}
  Eligibility(size_t rowCount, bool initially)
      : restricted_(true), rowCount_(rowCount), count_(initially ? rowCount : 0), bits_((rowCount + 63) / 64, initially ? ~0ull : 0) {}

  /** Whether some row is excluded for the whole batch. */
  bool restricted() const { return restricted_; }
  /** How many rows the batch may return. */
  size_t count() const { return count_; }
  /** How many rows the batch may not return. */
  size_t excluded() const { return rowCount_ - count_; }
  /** How many rows query `query` may return. */
  size_t count(size_t query) const { return count_ - denied(query); }

  bool has(size_t row) const { return !restricted_ || (row < rowCount_ && (bits_[row >> 6] >> (row & 63)) & 1); }
  /** Whether query `query` may return the row. */
  bool has(size_t query, size_t row) const {
    if (!has(row)) return false;
    if (offsets_.empty()) return true;
    const auto begin = rows_.begin() + static_cast<std::ptrdiff_t>(offsets_[query]);
    const auto end = rows_.begin() + static_cast<std::ptrdiff_t>(offsets_[query + 1]);
    return !std::binary_search(begin, end, static_cast<int64_t>(row));
  }

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

  /** Denies these rows to the next query; called once for each query in order, after the batch's filter is complete. */
  void denyForNextQuery(std::vector<int64_t> rows) {
    if (offsets_.empty()) offsets_.push_back(0);
    const auto isIneligible = [this](int64_t row) { return row < 0 || !has(static_cast<size_t>(row)); };
    rows.erase(std::remove_if(rows.begin(), rows.end(), isIneligible), rows.end());
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    rows_.insert(rows_.end(), rows.begin(), rows.end());
    offsets_.push_back(rows_.size());
  }

  /** Whether any query has rows denied to it individually. */
  bool hasDenials() const { return !rows_.empty(); }
  /** How many rows that the batch may return are denied to this query. */
  size_t denied(size_t query) const { return offsets_.empty() ? 0 : offsets_[query + 1] - offsets_[query]; }
  /** The largest `denied` of queries [begin, end). */
  size_t maxDenied(size_t begin, size_t end) const {
    size_t most = 0;
    for (size_t query = begin; query < end && !offsets_.empty(); query++) most = std::max(most, denied(query));
    return most;
  }

  /** The same filter for some of the queries, in this order. */
  Eligibility ofQueries(const std::vector<size_t>& queries) const {
    Eligibility some = *this;
    if (offsets_.empty()) return some;
    some.rows_.clear();
    some.offsets_.assign(1, 0);
    for (const size_t query : queries) {
      some.rows_.insert(some.rows_.end(), rows_.begin() + static_cast<std::ptrdiff_t>(offsets_[query]),
                        rows_.begin() + static_cast<std::ptrdiff_t>(offsets_[query + 1]));
      some.offsets_.push_back(some.rows_.size());
    }
    return some;
  }

 private:
  bool restricted_ = false;
  size_t rowCount_ = 0;
  size_t count_ = 0;
  std::vector<uint64_t> bits_;
  /** Rows denied to query q, ascending: rows_[offsets_[q]] … rows_[offsets_[q + 1] − 1]. No offsets: no rows are denied. */
  std::vector<int64_t> rows_;
  std::vector<size_t> offsets_;
};

/** The batch's filter as a FAISS selector. */
struct EligibilitySelector : faiss::IDSelector {
  const Eligibility& eligible;
  explicit EligibilitySelector(const Eligibility& eligible) : eligible(eligible) {}
  bool is_member(int64_t id) const override { return id >= 0 && eligible.has(static_cast<size_t>(id)); }
};

}  // namespace ranklab
