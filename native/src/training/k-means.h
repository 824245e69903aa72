// Lloyd's k-means with FAISS's steps: equal to the last bit, but with progress and cancellation.
// Called by vector-index-train.cc for the centroids of inverted lists.
// test/golden/k-means.test.ts compares it with FAISS's Python module.
#pragma once

#include <faiss/Clustering.h>

#include "kernels/dispatch-flat.h"
#include "threads/threads.h"

namespace ranklab {

/** Whether kMeans supports these settings. */
bool kMeansSupports(const faiss::ClusteringParameters& settings);

/**
 * Lloyd's k-means as faiss::Clustering runs it: the same sample, first centroids, order of sums and splitting of empty
 * clusters, so that equal assignments give equal centroids to the last bit. Unlike FAISS's, it yields to the event loop, can be
 * cancelled at any time and reports progress.
 *
 * @param vectors n × centroids.d, row-major, finite; n is at least `count`
 * @param centroids defines the metric of the assignment; holds the `count` centroids at the end
 * @param share the fraction of `progress` at the end
 * @throws CANCELLED
 */
void kMeans(const faiss::ClusteringParameters& settings, size_t n, const float* vectors, size_t count, DispatchFlat& centroids,
            Progress& progress, double share);

}  // namespace ranklab
