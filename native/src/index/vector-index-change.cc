// VectorIndex: adding, removing and replacing vectors; all or nothing.
// Called by binding/index-handle-change.cc.
// Plain Flat indexes are filled by vector-index-fill.cc instead.
#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <unordered_set>

#include <faiss/IndexFlat.h>
#include <faiss/IndexFlatCodes.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>

#include "errors.h"
#include "training/fill-lists.h"
#include "memory/stage.h"
#include "index/vector-index.h"
#include "platform/system.h"

namespace ranklab {
namespace {

/**
 * Rows inserted at a time; cancellation and progress are checked in between. For graphs the number affects the graph that
 * is built, so for reproducible builds it does not depend on time or machine.
 */
size_t batchRows(Kind kind) {
  if (kind == Kind::graph) return 2048;
  // Some of the other types (NSG) can only be built once.
  return kind == Kind::other ? std::numeric_limits<size_t>::max() : 16384;
}

struct RowSelector : faiss::IDSelector {
  std::vector<bool> chosen;
  bool is_member(int64_t id) const override { return id >= 0 && id < static_cast<int64_t>(chosen.size()) && chosen[id]; }
};

size_t bytesPerRow(const faiss::Index* index) {
  if (const auto* graph = dynamic_cast<const faiss::IndexHNSW*>(index)) return bytesPerRow(graph->storage);
  if (const auto* lists = dynamic_cast<const faiss::IndexIVF*>(index)) return lists->code_size;
  if (const auto* codes = dynamic_cast<const faiss::IndexFlatCodes*>(index)) return codes->code_size;
  return 1;
}

}  // namespace

void VectorIndex::refuseMoreThanMemory(size_t n) const {
  const double wanted = static_cast<double>(n) * static_cast<double>(bytesPerRow(core_));
  const double machine = platform::memoryBytes();
  if (wanted > machine)
    fail("INDEX_FAILED", "These vectors need %.1f GB; this machine has %.1f GB of memory", wanted / 1e9, machine / 1e9);
}

void VectorIndex::refuseKnownIds(size_t n, const int64_t* ids) const {
  std::unordered_set<int64_t> seen;
  seen.reserve(n);
  for (size_t i = 0; i < n; i++) {
    const auto id = static_cast<long long>(ids[i]);
    if (ids[i] < 0) fail("INVALID_ARGUMENT", "Ids are 0 or more; row %zu has %lld", i, id);
    if (!seen.insert(ids[i]).second) fail("INVALID_ARGUMENT", "The id %lld is given twice", id);
  }
}

void VectorIndex::refusePresentIds(size_t n, const int64_t* ids) const {
  for (size_t i = 0; i < n; i++)
    if (rowOf(ids[i]) >= 0)
      fail("CONFLICT", "The id %lld is in the index already; replace it, or remove it first", static_cast<long long>(ids[i]));
}

void VectorIndex::enterRows(size_t firstRow) {
  for (size_t row = firstRow; row < rowCount(); row++) {
    if (identity_ && labels_[row] != static_cast<int64_t>(row)) {
      rebuildRows();
      break;
    }
    if (!identity_) rows_[labels_[row]] = static_cast<int64_t>(row);
    countId(labels_[row]);
  }
  if (gpu_) gpu_->invalidate();
  refreshStats();
}

int64_t VectorIndex::nextIds(size_t n) const {
  const int64_t left = std::numeric_limits<int64_t>::max() - nextId_;
  if (n > static_cast<size_t>(left))
    fail("CONFLICT", "After the largest id %lld more can be had, not %zu; give these vectors ids of your own", static_cast<long long>(left), n);
  return nextId_;
}

int64_t VectorIndex::add(size_t n, const float* vectors, const int64_t* ids, int threads, Progress& progress) {
  requireTrained();
  std::vector<int64_t> numbered;
  if (!ids) {
    numbered.resize(n);
    std::iota(numbered.begin(), numbered.end(), nextIds(n));
  } else {
    refuseKnownIds(n, ids);
    refusePresentIds(n, ids);
  }
  const int64_t first = nextId_;
  const size_t before = rowCount();
  appendRows(n, vectors, ids ? ids : numbered.data(), threads, progress);
  enterRows(before);
  return first;
}

void VectorIndex::insertBatch(size_t n, const float* vectors, size_t firstRow) {
  if (kind_ != Kind::lists) {
    root_->add(static_cast<int64_t>(n), vectors);
    return;
  }
  auto& lists = static_cast<faiss::IndexIVF&>(*core_);
  // fillLists visits every list, which is too slow for a few rows.
  if (canFillLists(lists) && n >= lists.nlist / 16) {
    const auto changed = transformed(n, vectors);
    fillLists(lists, n, changed ? changed.get() : vectors, static_cast<int64_t>(firstRow));
    for (auto* transform : chain_) transform->ntotal = core_->ntotal;
    return;
  }
  std::vector<int64_t> rows(n);
  std::iota(rows.begin(), rows.end(), static_cast<int64_t>(firstRow));
  root_->add_with_ids(static_cast<int64_t>(n), vectors, rows.data());
}

void VectorIndex::appendRows(size_t n, const float* vectors, const int64_t* labels, int threads, Progress& progress) {
  refuseMoreThanMemory(n);
  FaissScope scope(threads, nullptr);
  const size_t before = rowCount();
  const int64_t storedBefore = core_->ntotal;
  labels_.reserve(before + n);
  size_t inserted = 0;
  try {
    const size_t batch = batchRows(kind_);
    while (inserted < n) {
      progress.check();
      const size_t count = std::min(batch, n - inserted);
      insertBatch(count, vectors + inserted * root_->d, before + inserted);
      labels_.insert(labels_.end(), labels + inserted, labels + inserted + count);
      inserted += count;
      progress.fraction = static_cast<double>(inserted) / static_cast<double>(n);
    }
  } catch (...) {
    // A failure inside FAISS may leave its parts with different sizes; rows that were inserted completely can be removed.
    if (core_->ntotal != storedBefore + static_cast<int64_t>(inserted)) {
      broken_ = true;
      throw;
    }
    std::vector<int64_t> rows(inserted);
    std::iota(rows.begin(), rows.end(), static_cast<int64_t>(before));
    std::fill(labels_.begin() + static_cast<std::ptrdiff_t>(before), labels_.end(), -1);
    dropRows(rows, threads);
    throw;
  }
  if (gpu_) gpu_->invalidate();
}

size_t VectorIndex::remove(const std::vector<int64_t>& ids, int threads) {
  std::vector<int64_t> rows;
  for (const int64_t id : ids) {
    const int64_t row = rowOf(id);
    if (row >= 0) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  dropRows(rows, threads);
  return rows.size();
}

/** Removes rows: physically where the type supports it, otherwise by marking them so that no search returns them. */
void VectorIndex::dropRows(const std::vector<int64_t>& rows, int threads) {
  if (rows.empty()) return;
  RowSelector selector;
  selector.chosen.resize(rowCount());
  for (const int64_t row : rows) selector.chosen[row] = true;
  FaissScope scope(threads, nullptr);
  if (kind_ == Kind::flat || kind_ == Kind::codes) {
    try {
      root_->remove_ids(selector);
    } catch (...) {
      broken_ = true;
      throw;
    }
    size_t kept = 0;
    for (size_t row = 0; row < labels_.size(); row++)
      if (!selector.chosen[row]) labels_[kept++] = labels_[row];
    labels_.resize(kept);
  } else {
    if (removesRows()) root_->remove_ids(selector);
    for (const int64_t row : rows) labels_[row] = -1;
  }
  rebuildRows();
  if (gpu_) gpu_->invalidate();
  refreshStats();
}

void VectorIndex::replace(size_t n, const float* vectors, const int64_t* ids, int threads, Progress& progress) {
  requireTrained();
  refuseKnownIds(n, ids);
  std::vector<int64_t> rows(n);
  for (size_t i = 0; i < n; i++) {
    rows[i] = rowOf(ids[i]);
    if (rows[i] < 0) fail("NOT_FOUND", "No vector with id %lld in this index", static_cast<long long>(ids[i]));
  }
  if (kind_ == Kind::flat && chain_.empty()) {
    float* stored = static_cast<faiss::IndexFlat*>(core_)->get_xb();
    for (size_t i = 0; i < n; i++) std::memcpy(stored + rows[i] * core_->d, vectors + i * core_->d, core_->d * sizeof(float));
    if (gpu_) gpu_->invalidate();
    return;
  }
  appendRows(n, vectors, ids, threads, progress);
  dropRows(rows, threads);
}

}  // namespace ranklab
