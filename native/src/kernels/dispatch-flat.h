// FAISS's flat storage with our kernels, so that FAISS's graphs and quantizers also use them.
// Created by vector-index.cc in place of IndexFlat; used by k-means and graph searches.
// In a file it is an ordinary IndexFlat.
#pragma once

#include <faiss/IndexFlat.h>

#include "kernels/kernels.h"

namespace ranklab {

/**
 * FAISS's flat storage with distances from our kernels, so that building and searching a graph over it, and finding the
 * nearest centroid of each vector, use the CPU's newest instruction set even where FAISS was compiled for the oldest one.
 * In a file it is an ordinary IndexFlat.
 */
struct DispatchFlat : faiss::IndexFlat {
  DispatchFlat(int64_t dimension, faiss::MetricType metric) : faiss::IndexFlat(dimension, metric) {}

  faiss::FlatCodesDistanceComputer* get_FlatCodesDistanceComputer() const override;

  /** Runs on our threads, which yield and stop when the FaissScope's progress is cancelled. With parameters, FAISS's search runs. */
  void search(int64_t n, const float* vectors, int64_t k, float* distances, int64_t* rows,
              const faiss::SearchParameters* parameters = nullptr) const override;
};

}  // namespace ranklab
