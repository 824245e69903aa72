// Which FAISS types train clusterings, and how many centroids each makes.
// Called by vector-index.cc and vector-index-train.cc.
// See training-settings.h.
#include "training/training-settings.h"

#include <algorithm>

#include <faiss/Index2Layer.h>
#include <faiss/IndexAdditiveQuantizer.h>
#include <faiss/IndexAdditiveQuantizerFastScan.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFAdditiveQuantizer.h>
#include <faiss/IndexIVFAdditiveQuantizerFastScan.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexIVFPQFastScan.h>
#include <faiss/IndexIVFPQR.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPQFastScan.h>
#include <faiss/impl/LocalSearchQuantizer.h>
#include <faiss/impl/ProductAdditiveQuantizer.h>
#include <faiss/impl/ResidualQuantizer.h>

#include "index/index-parts.h"

namespace ranklab {
namespace {

void applyToQuantizer(faiss::AdditiveQuantizer* quantizer, int seed) {
  if (auto* residual = dynamic_cast<faiss::ResidualQuantizer*>(quantizer)) applyClusteringSettings(residual->cp, seed);
  if (auto* local = dynamic_cast<faiss::LocalSearchQuantizer*>(quantizer); local && seed >= 0) local->random_seed = seed;
  if (auto* product = dynamic_cast<faiss::ProductAdditiveQuantizer*>(quantizer))
    for (auto* part : product->quantizers) applyToQuantizer(part, seed);
}

void applyToPart(faiss::Index* part, int seed) {
  if (auto* lists = dynamic_cast<faiss::IndexIVF*>(part)) applyClusteringSettings(lists->cp, seed);
  // Polysemous training spends minutes reordering the centroids for a search mode that is not offered here.
  if (auto* lists = dynamic_cast<faiss::IndexIVFPQ*>(part)) {
    applyClusteringSettings(lists->pq.cp, seed);
    lists->do_polysemous_training = false;
  }
  if (auto* refined = dynamic_cast<faiss::IndexIVFPQR*>(part)) applyClusteringSettings(refined->refine_pq.cp, seed);
  if (auto* layers = dynamic_cast<faiss::Index2Layer*>(part)) {
    applyClusteringSettings(layers->q1.cp, seed);
    applyClusteringSettings(layers->pq.cp, seed);
  }
  if (auto* quantized = dynamic_cast<faiss::IndexPQ*>(part)) {
    applyClusteringSettings(quantized->pq.cp, seed);
    quantized->do_polysemous_training = false;
  }
  if (auto* additive = dynamic_cast<faiss::IndexAdditiveQuantizer*>(part)) applyToQuantizer(additive->aq, seed);
  if (auto* lists = dynamic_cast<faiss::IndexIVFAdditiveQuantizer*>(part)) applyToQuantizer(lists->aq, seed);
  if (auto* scanned = dynamic_cast<faiss::IndexAdditiveQuantizerFastScan*>(part)) applyToQuantizer(scanned->aq, seed);
  if (auto* scanned = dynamic_cast<faiss::IndexIVFAdditiveQuantizerFastScan*>(part)) applyToQuantizer(scanned->aq, seed);
  if (auto* scanned = dynamic_cast<faiss::IndexPQFastScan*>(part)) applyClusteringSettings(scanned->pq.cp, seed);
  if (auto* scanned = dynamic_cast<faiss::IndexIVFPQFastScan*>(part)) applyClusteringSettings(scanned->pq.cp, seed);
}

size_t centroidsOf(const faiss::AdditiveQuantizer& quantizer) {
  return quantizer.nbits.empty() ? 1 : size_t{1} << *std::max_element(quantizer.nbits.begin(), quantizer.nbits.end());
}

/** The number of centroids of this part's largest clustering, which needs at least as many vectors. */
size_t centroidsOf(const faiss::Index* part) {
  size_t most = 1;
  const auto take = [&most](size_t count) { most = std::max(most, count); };
  if (const auto* lists = dynamic_cast<const faiss::IndexIVF*>(part)) take(lists->nlist);
  if (const auto* lists = dynamic_cast<const faiss::IndexIVFPQ*>(part)) take(lists->pq.ksub);
  if (const auto* refined = dynamic_cast<const faiss::IndexIVFPQR*>(part)) take(refined->refine_pq.ksub);
  if (const auto* layers = dynamic_cast<const faiss::Index2Layer*>(part)) {
    take(layers->q1.nlist);
    take(layers->pq.ksub);
  }
  if (const auto* quantized = dynamic_cast<const faiss::IndexPQ*>(part)) take(quantized->pq.ksub);
  if (const auto* scanned = dynamic_cast<const faiss::IndexPQFastScan*>(part)) take(scanned->pq.ksub);
  if (const auto* scanned = dynamic_cast<const faiss::IndexIVFPQFastScan*>(part)) take(scanned->pq.ksub);
  if (const auto* product = dynamic_cast<const faiss::MultiIndexQuantizer*>(part)) take(product->pq.ksub);
  if (const auto* additive = dynamic_cast<const faiss::IndexAdditiveQuantizer*>(part)) take(centroidsOf(*additive->aq));
  if (const auto* lists = dynamic_cast<const faiss::IndexIVFAdditiveQuantizer*>(part)) take(centroidsOf(*lists->aq));
  if (const auto* scanned = dynamic_cast<const faiss::IndexAdditiveQuantizerFastScan*>(part)) take(centroidsOf(*scanned->aq));
  if (const auto* scanned = dynamic_cast<const faiss::IndexIVFAdditiveQuantizerFastScan*>(part)) take(centroidsOf(*scanned->aq));
  return most;
}

}  // namespace

size_t leastTrainingVectors(faiss::Index* index) {
  size_t most = 1;
  visitParts(index, [&most](faiss::Index* part) { most = std::max(most, centroidsOf(part)); });
  return most;
}

void applyClusteringSettings(faiss::ClusteringParameters& clustering, int seed) {
  clustering.min_points_per_centroid = 1;
  if (seed >= 0) clustering.seed = seed;
}

void applyTrainingSettings(faiss::Index* index, int seed) {
  visitParts(index, [seed](faiss::Index* part) { applyToPart(part, seed); });
}

}  // namespace ranklab
