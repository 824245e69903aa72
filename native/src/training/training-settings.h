// Seeds and quietens every clustering inside an index, and says how many vectors its training needs.
// Called by vector-index.cc (create) and vector-index-train.cc.
// A FAISS type with further codebooks is added in training-settings.cc.
#pragma once

#include <faiss/Clustering.h>
#include <faiss/Index.h>

namespace ranklab {

/** Clustering warns on the terminal about few points per centroid; the caller learns it from the recall it measures. */
void applyClusteringSettings(faiss::ClusteringParameters& clustering, int seed);

/** How many vectors the training of the index takes at least: as many as its largest clustering has centroids. */
size_t leastTrainingVectors(faiss::Index* index);

/** Quietens training and seeds it (negative: FAISS's own seed), in every part that is trained. */
void applyTrainingSettings(faiss::Index* index, int seed);

}  // namespace ranklab
