#include <algorithm>
#include <cstring>
#include <memory>
#include <typeinfo>

#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexScalarQuantizer.h>

#include "dispatch-flat.h"
#include "errors.h"
#include "k-means.h"
#include "vector-index.h"

namespace ranklab {
namespace {

/** Progress after the centroids of the lists, where their codes are trained as well. */
constexpr double shareOfCentroids = 0.3;

/** Assigns for FAISS's own k-means, once an iteration, and tells progress. */
struct CodeAssigner : DispatchFlat {
  CodeAssigner(int64_t dimension, Progress& progress, double step) : DispatchFlat(dimension, faiss::METRIC_L2), progress_(progress), step_(step) {}

  void search(int64_t n, const float* vectors, int64_t k, float* distances, int64_t* rows,
              const faiss::SearchParameters* parameters) const override {
    DispatchFlat::search(n, vectors, k, distances, rows, parameters);
    progress_.fraction = std::min(1.0, progress_.fraction + step_);
  }

  Progress& progress_;
  const double step_;
};

/** While it lives, a product quantizer is trained with our comparisons. */
class OurAssignments {
 public:
  OurAssignments(faiss::ProductQuantizer* quantizer, Progress& progress, double share) : quantizer_(quantizer) {
    if (!quantizer_) return;
    const double searches = static_cast<double>(quantizer_->M) * std::max(1, quantizer_->cp.niter);
    assigner_ = std::make_unique<CodeAssigner>(static_cast<int64_t>(quantizer_->dsub), progress, share / searches);
    quantizer_->assign_index = assigner_.get();
  }
  ~OurAssignments() {
    if (quantizer_) quantizer_->assign_index = nullptr;
  }
  OurAssignments(const OurAssignments&) = delete;
  OurAssignments& operator=(const OurAssignments&) = delete;

 private:
  faiss::ProductQuantizer* quantizer_;
  std::unique_ptr<CodeAssigner> assigner_;
};

faiss::ProductQuantizer* productQuantizerOf(faiss::Index* index) {
  if (typeid(*index) == typeid(faiss::IndexIVFPQ)) return &static_cast<faiss::IndexIVFPQ*>(index)->pq;
  if (typeid(*index) == typeid(faiss::IndexPQ)) return &static_cast<faiss::IndexPQ*>(index)->pq;
  return nullptr;
}

/** Whether what takes long in training this type is asked of us: FAISS's own loops are short then and need one thread only. */
bool trainsWithOurs(const faiss::Index* index) {
  const auto& type = typeid(*index);
  return type == typeid(faiss::IndexIVFFlat) || type == typeid(faiss::IndexIVFPQ) || type == typeid(faiss::IndexIVFScalarQuantizer) ||
         type == typeid(faiss::IndexPQ);
}

/** Finds the centroids of the lists; FAISS's train then takes them as they are. Where it finds them in another way, it still does. */
void trainCentroids(faiss::IndexIVF& lists, size_t n, const float* vectors, Progress& progress, double share) {
  faiss::Index* quantizer = lists.quantizer;
  if (!kMeansTakes(lists.cp) || lists.clustering_index || quantizer->ntotal == static_cast<int64_t>(lists.nlist)) return;
  if (auto* flat = dynamic_cast<DispatchFlat*>(quantizer); flat && lists.quantizer_trains_alone == 0) {
    kMeans(lists.cp, n, vectors, lists.nlist, *flat, progress, share);
  } else if (lists.quantizer_trains_alone == 2 && quantizer->is_trained && (lists.metric_type == faiss::METRIC_L2 || lists.cp.spherical)) {
    DispatchFlat assigner(lists.d, faiss::METRIC_L2);
    kMeans(lists.cp, n, vectors, lists.nlist, assigner, progress, share);
    quantizer->reset();
    quantizer->add(static_cast<int64_t>(lists.nlist), assigner.get_xb());
  }
}

}  // namespace

/** Trains the transforms in front of the core index and returns what they make of the vectors; null when there are none. */
std::unique_ptr<float[]> VectorIndex::trainTransforms(size_t n, const float* vectors) {
  std::unique_ptr<float[]> current;
  for (auto* transform : chain_) {
    for (auto* step : transform->chain) {
      const float* source = current ? current.get() : vectors;
      if (!step->is_trained) step->train(static_cast<int64_t>(n), source);
      current.reset(step->apply(static_cast<int64_t>(n), source));
    }
  }
  return current;
}

void VectorIndex::train(size_t n, const float* vectors, int threads, Progress& progress) {
  if (root_->is_trained) return;
  auto* lists = dynamic_cast<faiss::IndexIVF*>(core_);
  if (lists && n < lists->nlist)
    fail("INVALID_ARGUMENT", "%zu lists need at least %zu training vectors; there are %zu", lists->nlist, lists->nlist, n);
  const bool centroidsAreGiven = lists && lists->quantizer->ntotal == static_cast<int64_t>(lists->nlist);
  FaissScope scope(threads, &progress, trainsWithOurs(core_) ? 1 : threads);
  try {
    const auto changed = trainTransforms(n, vectors);
    const float* reached = changed ? changed.get() : vectors;
    faiss::ProductQuantizer* quantizer = productQuantizerOf(core_);
    const double share = !lists ? 0.0 : quantizer ? shareOfCentroids : 1.0;
    if (lists) trainCentroids(*lists, n, reached, progress, share);
    const OurAssignments ours(quantizer, progress, 1.0 - share);
    if (!core_->is_trained) core_->train(static_cast<int64_t>(n), reached);
    for (auto* transform : chain_) transform->is_trained = true;
  } catch (const std::exception& error) {
    root_->reset();
    // Centroids that are there would be taken for the final ones by whoever trains it next.
    if (lists && !centroidsAreGiven) lists->quantizer->reset();
    if (std::strstr(error.what(), "training points"))
      fail("INVALID_ARGUMENT", "Too few vectors to train this type of index: %zu", n);
    throw;
  }
  refreshStats();
}

}  // namespace ranklab
