// Distances of one query to rows of a graph's storage, compared in batches.
// Used by search-graph.cc.
// Whole vectors go through our kernels, codes through FAISS's computer.
#pragma once

#include <algorithm>
#include <memory>

#include <faiss/IndexFlatCodes.h>

#include "kernels/dispatch-flat.h"

namespace ranklab {

/**
 * Distances of one query, smaller is closer. Whole vectors are compared several at a time, since a graph's rows are scattered in
 * memory and comparing one at a time would wait for each access; compressed vectors are compared by FAISS.
 */
class Distances {
 public:
  explicit Distances(const faiss::Index& storage)
      : sign_(storage.metric_type == faiss::METRIC_INNER_PRODUCT ? -1.0f : 1.0f), dimension_(static_cast<size_t>(storage.d)) {
    if (const auto* flat = dynamic_cast<const DispatchFlat*>(&storage)) {
      vectors_ = flat->get_xb();
      compare_ = flat->metric_type == faiss::METRIC_L2 ? kernels().squaredL2Scattered : kernels().innerProductScattered;
    } else {
      // Not the storage's own get_distance_computer, which FAISS negates for graphs: the sign is handled here.
      computer_.reset(dynamic_cast<const faiss::IndexFlatCodes&>(storage).get_FlatCodesDistanceComputer());
    }
  }

  void setQuery(const float* query) {
    query_ = query;
    if (computer_) computer_->set_query(query);
  }

  /** Prefetches the row, which is about to be compared. */
  void prefetch(int row) const {
    if (!vectors_) return;
    const auto* first = reinterpret_cast<const char*>(vector(row));
    const size_t bytes = std::min(dimension_ * sizeof(float), expectedBytes);
    for (size_t at = 0; at < bytes; at += 64) __builtin_prefetch(first + at);
  }

  void compare(const int* rows, size_t count, float* out) {
    if (vectors_) {
      const float* lines[batchSize];
      for (size_t i = 0; i < count; i++) lines[i] = vector(rows[i]);
      compare_(query_, lines, count, dimension_, out);
    } else {
      for (size_t i = 0; i < count; i++) out[i] = (*computer_)(rows[i]);
    }
    for (size_t i = 0; i < count; i++) out[i] *= sign_;
  }

  static constexpr size_t batchSize = 16;

 private:
  /** The hardware prefetcher loads the rest of a long row once its beginning is read. */
  static constexpr size_t expectedBytes = 512;
  const float* vector(int row) const { return vectors_ + static_cast<size_t>(row) * dimension_; }

  float sign_;
  size_t dimension_;
  const float* query_ = nullptr;
  const float* vectors_ = nullptr;
  void (*compare_)(const float*, const float* const*, size_t, size_t, float*) = nullptr;
  std::unique_ptr<faiss::DistanceComputer> computer_;
};

}  // namespace ranklab
