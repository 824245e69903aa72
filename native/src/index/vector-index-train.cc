// VectorIndex: training of transforms, lists and codes, with progress and cancellation.
// Called by binding/index-handle-change.cc (train).
// A training that fails or is cancelled leaves the index as untrained as before.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <typeinfo>
#include <utility>
#include <vector>

#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>

#include "kernels/dispatch-flat.h"
#include "errors.h"
#include "training/k-means.h"
#include "training/training-settings.h"
#include "memory/stage.h"
#include "index/vector-index.h"

namespace ranklab {
namespace {

/** Progress fraction after training the list centroids, where codes are trained as well. */
constexpr double shareOfCentroids = 0.3;

/** Assigns vectors for FAISS's own k-means, once per iteration, and reports progress. */
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

/** For its lifetime, a product quantizer is trained with our kernels. */
class KernelAssignments {
 public:
  KernelAssignments(faiss::ProductQuantizer* quantizer, Progress& progress, double share) : quantizer_(quantizer) {
    if (!quantizer_) return;
    const double searches = static_cast<double>(quantizer_->M) * std::max(1, quantizer_->cp.niter);
    assigner_ = std::make_unique<CodeAssigner>(static_cast<int64_t>(quantizer_->dsub), progress, share / searches);
    quantizer_->assign_index = assigner_.get();
  }
  ~KernelAssignments() {
    if (quantizer_) quantizer_->assign_index = nullptr;
  }
  KernelAssignments(const KernelAssignments&) = delete;
  KernelAssignments& operator=(const KernelAssignments&) = delete;

 private:
  faiss::ProductQuantizer* quantizer_;
  std::unique_ptr<CodeAssigner> assigner_;
};

faiss::ProductQuantizer* productQuantizerOf(faiss::Index* index) {
  if (typeid(*index) == typeid(faiss::IndexIVFPQ)) return &static_cast<faiss::IndexIVFPQ*>(index)->pq;
  if (typeid(*index) == typeid(faiss::IndexPQ)) return &static_cast<faiss::IndexPQ*>(index)->pq;
  return nullptr;
}

/** The index that is trained on the unmodified vectors: the index itself, or the base of a refined one. */
faiss::Index* trainedOnInput(faiss::Index* index) {
  while (auto* refined = dynamic_cast<faiss::IndexRefine*>(index)) index = refined->base_index;
  return index;
}

/**
 * Trains the list centroids, which FAISS's train then uses unchanged. Returns false for types whose centroids FAISS has to
 * train itself.
 */
bool trainCentroids(faiss::IndexIVF& lists, size_t n, const float* vectors, Progress& progress, double share) {
  faiss::Index* quantizer = lists.quantizer;
  if (!kMeansSupports(lists.cp) || lists.clustering_index) return false;
  if (quantizer->ntotal == static_cast<int64_t>(lists.nlist)) return false;
  // FAISS's own loops are short here; with several threads they would busy-wait in between.
  const FaissScope scope(FaissScope::threads(), &progress, 1);
  if (auto* flat = dynamic_cast<DispatchFlat*>(quantizer); flat && lists.quantizer_trains_alone == 0) {
    kMeans(lists.cp, n, vectors, lists.nlist, *flat, progress, share);
    return true;
  }
  if (lists.quantizer_trains_alone != 2 || !quantizer->is_trained) return false;
  if (lists.metric_type != faiss::METRIC_L2 && !lists.cp.spherical) return false;
  DispatchFlat assigner(lists.d, faiss::METRIC_L2);
  kMeans(lists.cp, n, vectors, lists.nlist, assigner, progress, share);
  quantizer->reset();
  // One thread, so that a graph over the centroids is reproducible.
  quantizer->add(static_cast<int64_t>(lists.nlist), assigner.get_xb());
  return true;
}

/** Whether the remaining slow part of training uses our kernels, so that FAISS's own loops need only one thread. */
bool restUsesOurKernels(const faiss::Index* index, bool foundCentroids) {
  const auto& type = typeid(*index);
  if (type == typeid(faiss::IndexPQ)) return true;
  const bool known = type == typeid(faiss::IndexIVFFlat) || type == typeid(faiss::IndexIVFPQ) || type == typeid(faiss::IndexIVFScalarQuantizer);
  return known && foundCentroids && dynamic_cast<const DispatchFlat*>(static_cast<const faiss::IndexIVF*>(index)->quantizer);
}

/** Checks transformed vectors, which may not be finite even if the input is: whitening divides by zero variances. */
void requireFinite(const float* vectors, size_t n, size_t dimension, const Progress& progress) {
  const size_t rows = std::max<size_t>(1, pieceBytes / (dimension * sizeof(float)));
  for (size_t first = 0; first < n; first += rows) {
    progress.check();
    checkVectors(vectors + first * dimension, std::min(rows, n - first), dimension, first, "transformed vectors");
  }
}

}  // namespace

/** Trains the transforms in front of the core index and returns the transformed vectors; null when there are none. */
std::unique_ptr<float[]> VectorIndex::trainTransforms(size_t n, const float* vectors, Progress& progress) {
  std::vector<std::unique_ptr<KernelAssignments>> ours;
  for (const auto& quantizer : rotationQuantizers_) ours.push_back(std::make_unique<KernelAssignments>(quantizer.get(), progress, 0.0));
  std::unique_ptr<float[]> current;
  for (auto* transform : chain_) {
    for (auto* step : transform->chain) {
      const float* source = current ? current.get() : vectors;
      if (!step->is_trained) step->train(static_cast<int64_t>(n), source);
      current.reset(step->apply(static_cast<int64_t>(n), source));
      requireFinite(current.get(), n, static_cast<size_t>(step->d_out), progress);
    }
  }
  return current;
}

void VectorIndex::train(size_t n, const float* vectors, int threads, Progress& progress) {
  if (root_->is_trained) return;
  faiss::Index* given = trainedOnInput(core_);
  auto* lists = dynamic_cast<faiss::IndexIVF*>(given);
  size_t least = leastTrainingVectors(core_);
  for (const auto& quantizer : rotationQuantizers_) least = std::max(least, quantizer->ksub);
  if (n < least) fail("INVALID_ARGUMENT", "This type of index needs at least %zu vectors for its training; there are %zu", least, n);
  const FaissScope scope(threads, &progress);
  auto before = created_ ? nullptr : copyOfFile();
  try {
    const auto changed = trainTransforms(n, vectors, progress);
    const float* reached = changed ? changed.get() : vectors;
    faiss::ProductQuantizer* quantizer = productQuantizerOf(given);
    const double share = !lists ? 0.0 : quantizer ? shareOfCentroids : 1.0;
    const bool foundCentroids = lists && trainCentroids(*lists, n, reached, progress, share);
    const KernelAssignments ours(quantizer, progress, 1.0 - share);
    const FaissScope rest(threads, &progress, restUsesOurKernels(given, foundCentroids) ? 1 : threads);
    if (!core_->is_trained) core_->train(static_cast<int64_t>(n), reached);
    for (auto* transform : chain_) transform->is_trained = true;
  } catch (const std::exception& error) {
    // "Number of training points (n) should be at least as large as number of clusters (k)"
    const char* clusters = std::strstr(error.what(), "training points") ? std::strstr(error.what(), "clusters (") : nullptr;
    const size_t needed = clusters ? std::strtoull(clusters + std::strlen("clusters ("), nullptr, 10) : 0;
    resetTraining(std::move(before));
    if (clusters) fail("INVALID_ARGUMENT", "This type of index needs at least %zu vectors for its training; there are %zu", needed, n);
    throw;
  }
  refreshStats();
}

/** Copies an index from a file, which cannot be recreated from its settings; untrained, it is small. */
std::unique_ptr<VectorIndex> VectorIndex::copyOfFile() const {
  faiss::VectorIOWriter writer;
  faiss::write_index(root_.get(), &writer);
  faiss::VectorIOReader reader;
  reader.data = std::move(writer.data);
  return adopt(std::unique_ptr<faiss::Index>(faiss::read_index(&reader)), {}, metric_, -1);
}

/** Restores the untrained state, because the next training would treat half-trained parts as finished. */
void VectorIndex::resetTraining(std::unique_ptr<VectorIndex> before) {
  try {
    if (!before) {
      CreateOptions options = *created_;
      options.device = -1;
      before = create(options);
    }
  } catch (const std::exception&) {
    broken_ = true;
    return;
  }
  chain_ = std::move(before->chain_);
  core_ = std::exchange(before->core_, nullptr);
  kind_ = before->kind_;
  root_ = std::move(before->root_);
  rotationQuantizers_ = std::move(before->rotationQuantizers_);
}

}  // namespace ranklab
