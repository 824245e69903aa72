// Sets the seed of every clustering in an index, silences its warnings, and computes how many vectors training needs.
// Called by vector-index.cc (create) and vector-index-train.cc.
// A FAISS type with further codebooks is added in training-settings.cc.
#pragma once

#include <faiss/Clustering.h>
#include <faiss/Index.h>

namespace ranklab {

/** Silences FAISS's terminal warnings about few points per centroid; the caller measures recall instead. */
void applyClusteringSettings(faiss::ClusteringParameters& clustering, int seed);

/** The minimum number of training vectors: the number of centroids of the largest clustering. */
size_t leastTrainingVectors(faiss::Index* index);

/** Silences training and sets its seed (negative: FAISS's default), in every part that is trained. */
void applyTrainingSettings(faiss::Index* index, int seed);

}  // namespace ranklab
