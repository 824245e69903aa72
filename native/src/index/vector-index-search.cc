#include <algorithm>

#include <faiss/IndexFastScan.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFastScan.h>

#include "errors.h"
#include "index/index-parts.h"
#include "search/search-settings.h"
#include "index/vector-index.h"

namespace ranklab {

Eligibility VectorIndex::eligibility(const SearchRequest& request) const {
  if (request.filter == SearchRequest::Filter::allow) {
    Eligibility eligible(rowCount(), false);
    for (const int64_t id : request.filterIds) {
      const int64_t row = rowOf(id);
      if (row >= 0) eligible.allow(static_cast<size_t>(row));
    }
    return eligible;
  }
  if (request.filter == SearchRequest::Filter::none && tombstones_.empty()) return {};
  Eligibility eligible(rowCount(), true);
  for (const int64_t row : tombstones_) eligible.deny(static_cast<size_t>(row));
  for (const int64_t id : request.filterIds) {
    const int64_t row = rowOf(id);
    if (row >= 0) eligible.deny(static_cast<size_t>(row));
  }
  return eligible;
}

SearchOutcome VectorIndex::search(const SearchRequest& request) const {
  requireTrained();
  const size_t cells = request.queryCount * request.neighborCount;
  SearchOutcome out;
  out.ids.assign(cells, -1);
  out.scores.assign(cells, -std::numeric_limits<float>::infinity());
  if (request.queryCount == 0 || core_->ntotal == 0) return out;
  const Eligibility eligible = eligibility(request);
  if (eligible.restricted() && eligible.count() == 0) return out;
  // Before the transforms, which FAISS shares among threads as well.
  FaissScope scope(request.threads, request.progress);
  const auto changed = transformed(request.queryCount, request.queries);
  const float* queries = changed ? changed.get() : request.queries;
  if (gpu_ && searchGpu(request, queries, eligible, out)) return out;
  switch (kind_) {
    case Kind::flat:
      searchFlat(request, queries, eligible, out);
      break;
    case Kind::codes:
      searchCodes(request, queries, *core_, eligible, out);
      break;
    case Kind::graph:
      searchGraph(request, queries, eligible, out);
      break;
    case Kind::lists:
      searchLists(request, queries, eligible, out);
      break;
    case Kind::other:
      searchOther(request, queries, eligible, out);
      break;
  }
  return out;
}

double VectorIndex::estimatedWork(const SearchRequest& request) const {
  const double d = core_->d, n = static_cast<double>(core_->ntotal), m = static_cast<double>(request.queryCount);
  const double forFilter = static_cast<double>(request.filterIds.size() + tombstones_.size()) * 10;
  if (kind_ == Kind::graph) {
    const double ef = request.efSearch > 0 ? request.efSearch : std::max<double>(64, 2.0 * static_cast<double>(request.neighborCount));
    const double links = static_cast<const faiss::IndexHNSW*>(core_)->hnsw.nb_neighbors(0);
    return m * std::min(n, ef * links) * (d + 20) + n / 8 + forFilter;
  }
  if (const auto* lists = dynamic_cast<const faiss::IndexIVF*>(core_)) {
    const double nlist = static_cast<double>(lists->nlist);
    const double probed = request.nprobe > 0 ? request.nprobe : static_cast<double>(defaultNprobe());
    return m * (nlist + n * std::min(1.0, probed / nlist)) * d + forFilter;
  }
  return m * n * d + forFilter;
}

/** Fast-scan types compare a code with many queries at once; to the others it makes no difference. */
size_t VectorIndex::queriesAtOnce(size_t count, int threads) const {
  bool scansFast = false;
  visitParts(core_, [&](faiss::Index* part) {
    scansFast = scansFast || dynamic_cast<faiss::IndexFastScan*>(part) || dynamic_cast<faiss::IndexIVFFastScan*>(part);
  });
  if (!scansFast) return 2;
  const size_t share = (count + static_cast<size_t>(threads) - 1) / static_cast<size_t>(threads);
  return std::clamp<size_t>((share + 15) / 16 * 16, 16, 128);
}

void VectorIndex::collect(const SearchRequest& request, Queries queries, size_t width, const int64_t* rows, const float* distances,
                          const Eligibility& eligible, SearchOutcome& out) const {
  const size_t k = request.neighborCount;
  const float sign = core_->metric_type == faiss::METRIC_INNER_PRODUCT ? 1.0f : -1.0f;
  for (size_t q = 0; q < queries.count; q++) {
    Nearest nearest(k);
    for (size_t i = q * width; i < (q + 1) * width; i++) {
      if (rows[i] < 0 || rows[i] >= static_cast<int64_t>(rowCount())) continue;
      if (labels_[rows[i]] < 0 || !eligible.has(static_cast<size_t>(rows[i]))) continue;
      nearest.offer(0.0f + sign * distances[i], labels_[rows[i]]);
    }
    const size_t place = (queries.first + q) * k;
    nearest.write(&out.ids[place], &out.scores[place]);
  }
}

/** Types that take no filter: as many rows are asked for as could be filtered away, so that k eligible ones are among them. */
void VectorIndex::searchOther(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  const size_t stored = static_cast<size_t>(core_->ntotal);
  const size_t excluded = eligible.restricted() ? rowCount() - eligible.count() : 0;
  const size_t width = std::min(stored, request.neighborCount + excluded);
  SearchSettings settings(core_, request.nprobe, request.efSearch, width, settingsMutex_);
  searchWide(request, queries, width, eligible, out, [&](int64_t count, const float* some, float* distances, int64_t* rows) {
    core_->search(count, some, static_cast<int64_t>(width), distances, rows);
  });
}

bool VectorIndex::searchGpu(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  const size_t excluded = eligible.restricted() ? rowCount() - eligible.count() : 0;
  const size_t width = std::min(static_cast<size_t>(core_->ntotal), request.neighborCount + excluded);
  const auto* lists = dynamic_cast<const faiss::IndexIVF*>(core_);
  const size_t asked = request.nprobe > 0 ? static_cast<size_t>(request.nprobe) : defaultNprobe();
  const size_t nprobe = lists ? std::min<size_t>(asked, lists->nlist) : asked;
  // What the GPU cannot take is answered by the processor's copy, which is always there.
  if (width > gpu_->neighborLimit() || (kind_ == Kind::lists && nprobe > gpu_->nprobeLimit())) return false;
  if (!gpuFallback_.mayTry(GpuFallback::Clock::now())) return false;
  std::vector<float> distances(request.queryCount * width);
  std::vector<int64_t> rows(request.queryCount * width);
  try {
    gpu_->search(*core_, request.queryCount, queries, width, nprobe, distances.data(), rows.data());
    gpuFallback_.answered();
  } catch (const GpuBusy& error) {
    gpuFallback_.failed(error.what(), false, GpuFallback::Clock::now());
    return false;
  } catch (...) {
    // A type FAISS has no GPU version of: said in the description, and the processor goes on.
    gpuFallback_.failed(describeCurrentException().message, true, GpuFallback::Clock::now());
    return false;
  }
  collect(request, {0, request.queryCount}, width, rows.data(), distances.data(), eligible, out);
  return true;
}

std::string VectorIndex::deviceDescription() const {
  if (!gpu_) return "cpu";
  const std::string problem = gpuFallback_.problem();
  return problem.empty() ? gpu_->description() : "cpu (" + gpu_->description() + ": " + problem + ")";
}

}  // namespace ranklab
