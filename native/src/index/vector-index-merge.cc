// VectorIndex: moving the vectors of another index into this one.
// Called by binding/index-handle-change.cc (merge).
// For Flat, SQ, PQ and IVF with the same training; others are rejected.
#include <typeinfo>
#include <vector>

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexScalarQuantizer.h>

#include "errors.h"
#include "index/vector-index.h"

namespace ranklab {
namespace {

bool sameFloats(const std::vector<float>& a, const std::vector<float>& b) { return a == b; }

/** FAISS checks sizes only; codes of differently trained quantizers must not be mixed. */
bool sameTraining(const faiss::Index* a, const faiss::Index* b) {
  if (typeid(*a) != typeid(*b)) return false;
  if (const auto* x = dynamic_cast<const faiss::IndexIVF*>(a)) {
    const auto* y = static_cast<const faiss::IndexIVF*>(b);
    if (x->nlist != y->nlist || x->quantizer->ntotal != y->quantizer->ntotal) return false;
    std::vector<float> left(x->nlist * x->d), right(x->nlist * x->d);
    x->quantizer->reconstruct_n(0, static_cast<int64_t>(x->nlist), left.data());
    y->quantizer->reconstruct_n(0, static_cast<int64_t>(x->nlist), right.data());
    if (left != right) return false;
    if (const auto* p = dynamic_cast<const faiss::IndexIVFPQ*>(a))
      return sameFloats(p->pq.centroids, static_cast<const faiss::IndexIVFPQ*>(b)->pq.centroids);
    if (const auto* s = dynamic_cast<const faiss::IndexIVFScalarQuantizer*>(a))
      return sameFloats(s->sq.trained, static_cast<const faiss::IndexIVFScalarQuantizer*>(b)->sq.trained);
    return dynamic_cast<const faiss::IndexIVFFlat*>(a) != nullptr;
  }
  if (const auto* p = dynamic_cast<const faiss::IndexPQ*>(a))
    return sameFloats(p->pq.centroids, static_cast<const faiss::IndexPQ*>(b)->pq.centroids);
  if (const auto* s = dynamic_cast<const faiss::IndexScalarQuantizer*>(a))
    return sameFloats(s->sq.trained, static_cast<const faiss::IndexScalarQuantizer*>(b)->sq.trained);
  return dynamic_cast<const faiss::IndexFlat*>(a) != nullptr;
}

}  // namespace

void VectorIndex::merge(VectorIndex& other, int threads) {
  if (&other == this) throw CodedError("INVALID_ARGUMENT", "An index cannot be merged into itself");
  requireTrained();
  other.requireTrained();
  if (dimension() != other.dimension() || metric_ != other.metric_)
    throw CodedError("INVALID_ARGUMENT", "Indexes to merge must have the same dimension and metric");
  const bool mergeable = kind_ == other.kind_ && chain_.empty() && other.chain_.empty() &&
                         (kind_ == Kind::flat || kind_ == Kind::codes || kind_ == Kind::lists);
  if (!mergeable || !sameTraining(core_, other.core_))
    throw CodedError("UNSUPPORTED", "FAISS merges Flat, SQ, PQ and IVF indexes of one type with the same training; build one index instead");
  for (const int64_t id : other.ids())
    if (rowOf(id) >= 0) fail("CONFLICT", "The id %lld is in both indexes", static_cast<long long>(id));
  FaissScope scope(threads, nullptr);
  try {
    core_->merge_from(*other.core_, kind_ == Kind::lists ? static_cast<int64_t>(rowCount()) : 0);
  } catch (...) {
    broken_ = other.broken_ = true;
    throw;
  }
  labels_.insert(labels_.end(), other.labels_.begin(), other.labels_.end());
  other.labels_.clear();
  for (VectorIndex* changed : {this, &other}) {
    changed->rebuildRows();
    if (changed->gpu_) changed->gpu_->invalidate();
    changed->refreshStats();
  }
}

}  // namespace ranklab
