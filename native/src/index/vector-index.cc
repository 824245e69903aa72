// VectorIndex: creating and adopting FAISS indexes, classifying them, the maps between rows and ids, reconstruction.
// Called by binding/index-handle.cc (create) and io/index-file.cc (adopt).
// A new kind of index is classified in classify().
#include "index/vector-index.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <typeinfo>

#include <faiss/IndexFlat.h>
#include <faiss/IndexFlatCodes.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/VectorTransform.h>
#include <faiss/index_factory.h>

#include "kernels/dispatch-flat.h"
#include "errors.h"
#include "index/factory-check.h"
#include "index/index-parts.h"
#include "index/index-size.h"
#include "memory/large-memory.h"
#include "training/training-settings.h"

namespace ranklab {
namespace {

faiss::MetricType faissMetric(Metric metric) { return metric == Metric::l2 ? faiss::METRIC_L2 : faiss::METRIC_INNER_PRODUCT; }

bool isPlainFlat(const faiss::Index* index) {
  const auto& type = typeid(*index);
  return type == typeid(faiss::IndexFlat) || type == typeid(faiss::IndexFlatIP) || type == typeid(faiss::IndexFlatL2) ||
         type == typeid(DispatchFlat);
}

bool comparesCodes(const faiss::Index* index) {
  const auto* codes = dynamic_cast<const faiss::IndexFlatCodes*>(index);
  if (!codes) return false;
  try {
    std::unique_ptr<faiss::DistanceComputer> computer(codes->get_FlatCodesDistanceComputer());
    return computer != nullptr;
  } catch (const std::exception&) {
    return false;
  }
}

/** Converts a flat index to one that uses our kernels, keeping its contents; null when `index` is not flat. */
faiss::Index* dispatchVersion(faiss::Index* index) {
  if (!isPlainFlat(index) || typeid(*index) == typeid(DispatchFlat)) return nullptr;
  auto* flat = static_cast<faiss::IndexFlat*>(index);
  auto* dispatch = new DispatchFlat(flat->d, flat->metric_type);
  dispatch->codes = std::move(flat->codes);
  dispatch->ntotal = flat->ntotal;
  return dispatch;
}

void useDispatchStorage(faiss::Index* index) {
  auto* graph = dynamic_cast<faiss::IndexHNSW*>(index);
  if (!graph || !graph->own_fields) return;
  if (faiss::Index* dispatch = dispatchVersion(graph->storage)) {
    delete graph->storage;
    graph->storage = dispatch;
  }
}

/** Some of FAISS's types (HNSW over PQ, as of 1.7.3) ignore the metric and silently create an L2 index. */
void requireMetric(faiss::Index* index, faiss::MetricType metric, const std::string& factory) {
  visitParts(index, [&](faiss::Index* part) {
    const bool decides = part == index || dynamic_cast<faiss::IndexHNSW*>(part) || dynamic_cast<faiss::IndexIVF*>(part);
    if (decides && part->metric_type != metric)
      fail("INVALID_ARGUMENT", "FAISS makes an index of type “%s” for the metric %s only", factory.c_str(),
           part->metric_type == faiss::METRIC_L2 ? "l2" : "inner-product");
  });
}

}  // namespace

std::unique_ptr<VectorIndex> VectorIndex::create(const CreateOptions& options) {
  checkFactory(options.factory, options.dimension);
  // Fast path: FAISS parses its strings with regular expressions, which takes longer than filling a small Flat index.
  std::unique_ptr<faiss::Index> index(options.factory == "Flat" ? new DispatchFlat(options.dimension, faissMetric(options.metric))
                                                                : faiss::index_factory(options.dimension, options.factory.c_str(),
                                                                                       faissMetric(options.metric)));
  requireMetric(index.get(), faissMetric(options.metric), options.factory);
  auto made = adopt(std::move(index), {}, options.metric, options.device);
  made->created_ = options;
  applyTrainingSettings(made->core_, options.trainingSeed);
  for (const auto* transform : made->chain_) {
    for (auto* step : transform->chain) {
      auto* rotation = dynamic_cast<faiss::OPQMatrix*>(step);
      if (!rotation || rotation->M < 1 || rotation->d_out % rotation->M != 0) continue;
      made->rotationQuantizers_.push_back(std::make_unique<faiss::ProductQuantizer>(rotation->d_out, rotation->M, 8));
      rotation->pq = made->rotationQuantizers_.back().get();
      applyClusteringSettings(rotation->pq->cp, options.trainingSeed);
    }
  }
  if (auto* graph = dynamic_cast<faiss::IndexHNSW*>(made->core_)) {
    if (options.efConstruction > 0) graph->hnsw.efConstruction = options.efConstruction;
  }
  return made;
}

std::unique_ptr<VectorIndex> VectorIndex::adopt(std::unique_ptr<faiss::Index> index, std::vector<int64_t> labels, Metric metric,
                                                int device) {
  std::unique_ptr<VectorIndex> made(new VectorIndex());
  made->root_ = std::move(index);
  made->metric_ = metric;
  made->classify();
  if (labels.empty()) {
    labels.resize(made->core_->ntotal);
    std::iota(labels.begin(), labels.end(), int64_t{0});
  }
  made->labels_ = std::move(labels);
  made->rebuildRows();
  if (device >= 0) {
    if (made->kind_ != Kind::flat && made->kind_ != Kind::lists)
      throw CodedError("UNSUPPORTED", "Only Flat and IVF indexes run on a GPU; choose one of these or the processor");
    made->gpu_ = GpuMirror::open(device);
  }
  made->refreshStats();
  return made;
}

VectorIndex::~VectorIndex() {
  auto* graph = dynamic_cast<faiss::IndexHNSW*>(core_);
  auto* codes = dynamic_cast<faiss::IndexFlatCodes*>(graph ? graph->storage : core_);
  if (codes) releaseMemoryToSystem(codes->codes.data(), codes->codes.size());
}

void VectorIndex::classify() {
  core_ = root_.get();
  while (auto* transform = dynamic_cast<faiss::IndexPreTransform*>(core_)) {
    chain_.push_back(transform);
    core_ = transform->index;
  }
  if (faiss::Index* dispatch = dispatchVersion(core_)) {
    if (chain_.empty()) {
      root_.reset(dispatch);
    } else {
      delete core_;
      chain_.back()->index = dispatch;
    }
    core_ = dispatch;
  }
  useDispatchStorage(core_);
  if (auto* graph = dynamic_cast<faiss::IndexHNSW*>(core_)) {
    const bool searchable = !dynamic_cast<faiss::IndexHNSW2Level*>(graph) && comparesCodes(graph->storage);
    kind_ = searchable ? Kind::graph : Kind::other;
  } else if (auto* lists = dynamic_cast<faiss::IndexIVF*>(core_)) {
    if (lists->own_fields) {
      if (faiss::Index* dispatch = dispatchVersion(lists->quantizer)) {
        delete lists->quantizer;
        lists->quantizer = dispatch;
      }
      useDispatchStorage(lists->quantizer);
    }
    kind_ = Kind::lists;
  } else if (isPlainFlat(core_)) {
    kind_ = Kind::flat;
  } else {
    kind_ = comparesCodes(core_) ? Kind::codes : Kind::other;
  }
}

bool VectorIndex::removesRows() const {
  if (kind_ == Kind::flat || kind_ == Kind::codes) return true;
  // Removing rows from the blocked lists of fast-scan types crashes the process (FAISS 1.7.3).
  const auto* lists = dynamic_cast<const faiss::IndexIVF*>(core_);
  return lists && dynamic_cast<const faiss::ArrayInvertedLists*>(lists->invlists);
}

/** Derives identity_, rows_, tombstones_ and nextId_ from labels_. @throws on a duplicate id. */
void VectorIndex::rebuildRows() {
  identity_ = true;
  tombstones_.clear();
  for (size_t row = 0; row < labels_.size(); row++) {
    if (labels_[row] != static_cast<int64_t>(row)) identity_ = false;
    if (labels_[row] < 0 && !removesRows()) tombstones_.push_back(static_cast<int64_t>(row));
    countId(labels_[row]);
  }
  rows_.clear();
  if (identity_) return;
  rows_.reserve(labels_.size());
  for (size_t row = 0; row < labels_.size(); row++) {
    if (labels_[row] < 0) continue;
    if (!rows_.emplace(labels_[row], static_cast<int64_t>(row)).second)
      fail("CORRUPT_ARTIFACT", "The id %lld is in the index twice", static_cast<long long>(labels_[row]));
  }
}

int64_t VectorIndex::rowOf(int64_t id) const {
  if (identity_) return id >= 0 && id < static_cast<int64_t>(labels_.size()) ? id : -1;
  const auto found = rows_.find(id);
  return found == rows_.end() ? -1 : found->second;
}

void VectorIndex::requireTrained() const {
  if (!root_->is_trained || !core_->is_trained) throw CodedError("NOT_BUILT", "This index must be trained before vectors are added or searched");
}

std::unique_ptr<float[]> VectorIndex::transformed(size_t n, const float* vectors) const {
  std::unique_ptr<float[]> current;
  for (const auto* transform : chain_) {
    const float* source = current ? current.get() : vectors;
    const float* applied = transform->apply_chain(static_cast<int64_t>(n), source);
    if (applied != source) current.reset(const_cast<float*>(applied));
  }
  return current;
}

std::vector<int64_t> VectorIndex::ids() const {
  std::vector<int64_t> out;
  for (const int64_t label : labels_)
    if (label >= 0) out.push_back(label);
  return out;
}

void VectorIndex::reconstruct(const std::vector<int64_t>& ids, float* out) const {
  std::vector<int64_t> rows;
  for (const int64_t id : ids) {
    const int64_t row = rowOf(id);
    if (row < 0) fail("NOT_FOUND", "No vector with id %lld in this index", static_cast<long long>(id));
    rows.push_back(row);
  }
  reconstructRows(rows, out);
}

void VectorIndex::reconstructRows(const std::vector<int64_t>& rows, float* out) const {
  const size_t d = root_->d;
  if (kind_ != Kind::lists) {
    for (size_t i = 0; i < rows.size(); i++) root_->reconstruct(rows[i], out + i * d);
    return;
  }
  // Inverted lists are not ordered by row, so one pass finds the positions of the wanted rows.
  const auto* lists = static_cast<const faiss::IndexIVF*>(core_);
  std::unordered_map<int64_t, std::vector<size_t>> wanted;
  for (size_t i = 0; i < rows.size(); i++) wanted[rows[i]].push_back(i);
  std::vector<float> core(core_->d), whole(d);
  for (size_t list = 0; list < lists->nlist; list++) {
    const size_t size = lists->invlists->list_size(list);
    faiss::InvertedLists::ScopedIds ids(lists->invlists, list);
    for (size_t offset = 0; offset < size; offset++) {
      const auto found = wanted.find(ids[offset]);
      if (found == wanted.end()) continue;
      lists->reconstruct_from_offset(static_cast<int64_t>(list), static_cast<int64_t>(offset), core.data());
      for (auto transform = chain_.rbegin(); transform != chain_.rend(); ++transform) {
        whole.assign((*transform)->d, 0.0f);
        (*transform)->reverse_chain(1, core.data(), whole.data());
        core = whole;
      }
      for (const size_t i : found->second) std::memcpy(out + i * d, core.data(), d * sizeof(float));
      core.resize(core_->d);
    }
  }
}

void VectorIndex::refreshStats() {
  stats_.removed = static_cast<int64_t>(tombstones_.size());
  stats_.count = core_->ntotal - stats_.removed;
  stats_.trained = root_->is_trained;
  stats_.bytes = storedBytes(root_.get()) + static_cast<double>(labels_.size()) * sizeof(int64_t);
}

}  // namespace ranklab
