// VectorIndex: one search from filter to result, and the choice of the algorithm by kind of index.
// Called by binding/index-handle-search.cc.
// The algorithms are in search/; types that only FAISS can search, and GPUs, are handled here.
#include <algorithm>

#include <faiss/IndexFastScan.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFastScan.h>

#include "errors.h"
#include "index/index-parts.h"
#include "search/search-settings.h"
#include "index/batched-search.h"

namespace ranklab {

Eligibility VectorIndex::eligibility(const SearchRequest& request) const {
  Eligibility eligible = batchEligibility(request);
  for (size_t q = 0; q + 1 < request.denyOffsets.size(); q++) {
    std::vector<int64_t> rows;
    for (size_t i = request.denyOffsets[q]; i < request.denyOffsets[q + 1]; i++) rows.push_back(rowOf(request.denyIds[i]));
    eligible.denyForNextQuery(std::move(rows));
  }
  return eligible;
}

Eligibility VectorIndex::batchEligibility(const SearchRequest& request) const {
  if (request.filter == SearchRequest::Filter::allow) {
    Eligibility eligible(rowCount(), false);
    for (const int64_t id : request.filterIds) {
      const int64_t row = rowOf(id);
      if (row >= 0) eligible.allow(static_cast<size_t>(row));
    }
    return eligible;
  }
  if (request.filter == SearchRequest::Filter::none && tombstones_.empty()) return Eligibility(rowCount());
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
  out.fewestEligible = eligible.count() - eligible.maxDenied(0, request.queryCount);
  if (eligible.count() == 0) return out;
  // Set before the transforms, which FAISS also runs on several threads.
  FaissScope scope(request.threads, request.progress);
  const auto changed = transformed(request.queryCount, request.queries);
  const float* queries = changed ? changed.get() : request.queries;
  if (!gpu_ || !searchGpu(request, queries, eligible, out)) searchOnCpu(request, queries, eligible, out);
  out.incomplete = incompleteQueries(request, eligible, out).size();
  return out;
}

std::vector<size_t> VectorIndex::incompleteQueries(const SearchRequest& request, const Eligibility& eligible, const SearchOutcome& out) {
  const size_t k = request.neighborCount;
  std::vector<size_t> found;
  for (size_t q = 0; q < request.queryCount; q++) {
    const size_t existing = std::min(k, eligible.count(q));
    if (existing > 0 && out.ids[q * k + existing - 1] < 0) found.push_back(q);
  }
  return found;
}

/** Searches on the CPU, with the algorithm for this kind of index. */
void VectorIndex::searchOnCpu(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
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
      searchGeneric(request, queries, eligible, out);
      break;
  }
}

double VectorIndex::estimatedWork(const SearchRequest& request) const {
  const double d = core_->d, n = static_cast<double>(core_->ntotal), m = static_cast<double>(request.queryCount);
  const double forFilter = static_cast<double>(request.filterIds.size() + request.denyIds.size() + tombstones_.size()) * 10;
  if (kind_ == Kind::graph) {
    const double ef = request.efSearch > 0 ? request.efSearch : std::max<double>(64, 2.0 * static_cast<double>(request.neighborCount));
    const double links = static_cast<const faiss::IndexHNSW*>(core_)->hnsw.nb_neighbors(0);
    return m * std::min(n, ef * links) * (d + 20) + n / 8 + forFilter;
  }
  if (const auto* lists = dynamic_cast<const faiss::IndexIVF*>(core_)) {
    const double nlist = static_cast<double>(lists->nlist);
    const double probed = static_cast<double>(probedLists(*lists, request.nprobe, {}));
    // More lists are probed until enough neighbours are found; with a filter, enough lists to hold the usual number of eligible rows.
    const double compared = std::min(n, std::max(n * std::min(1.0, probed / nlist), 2.0 * static_cast<double>(request.neighborCount)));
    const double looks = request.filter == SearchRequest::Filter::none ? 0.0 : n;
    return m * ((nlist + compared) * d + looks) + forFilter;
  }
  return m * n * d + forFilter;
}

/** Fast-scan types compare a code with many queries at once; others use a separate width per query where rows are denied to it. */
size_t VectorIndex::queriesPerBatch(size_t count, int threads, const Eligibility& eligible) const {
  bool scansFast = false;
  visitParts(core_, [&](faiss::Index* part) {
    scansFast = scansFast || dynamic_cast<faiss::IndexFastScan*>(part) || dynamic_cast<faiss::IndexIVFFastScan*>(part);
  });
  if (!scansFast) return eligible.hasDenials() ? 1 : 2;
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
      if (labels_[rows[i]] < 0 || !eligible.has(queries.first + q, static_cast<size_t>(rows[i]))) continue;
      nearest.offer(0.0f + sign * distances[i], labels_[rows[i]]);
    }
    const size_t place = (queries.first + q) * k;
    nearest.write(&out.ids[place], &out.scores[place]);
  }
}

/**
 * Types without filter support: requests as many extra rows as may be filtered out, so that k eligible ones are among them.
 * Queries that still have too few results are repeated over all lists and links.
 */
void VectorIndex::searchGeneric(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  const auto search = [&](const SearchRequest& some, const float* of, const Eligibility& rows, SearchOutcome& found, Widening widening) {
    const size_t widest = widthFor(some, rows.excluded(), rows, 0, some.queryCount);
    SearchSettings settings(core_, some.nprobe, some.efSearch, widening, widest, settingsMutex_);
    searchWidened(some, of, rows.excluded(), rows, found, [&](Range own, const float* few, int64_t width, float* distances, int64_t* labels) {
      core_->search(static_cast<int64_t>(own.end - own.begin), few, width, distances, labels);
    });
  };
  search(request, queries, eligible, out, listWidening(eligible, 0, request.queryCount));
  searchAgain(incompleteQueries(request, eligible, out), request, queries, eligible, out,
              [&](const SearchRequest& again, const float* of, const Eligibility& rows, SearchOutcome& found) {
                search(again, of, rows, found, Widening::everything());
              });
}

bool VectorIndex::searchGpu(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  const size_t width = widthFor(request, eligible.excluded(), eligible, 0, request.queryCount);
  const auto* lists = dynamic_cast<const faiss::IndexIVF*>(core_);
  const size_t nprobe = lists ? probedLists(*lists, request.nprobe, listWidening(eligible, 0, request.queryCount)) : 1;
  // Requests beyond the GPU's limits use the CPU copy, which always exists.
  if (width > gpu_->neighborLimit() || (kind_ == Kind::lists && nprobe > gpu_->nprobeLimit())) return false;
  if (!gpuFallback_.shouldTry(GpuFallback::Clock::now())) return false;
  std::vector<float> distances(request.queryCount * width);
  std::vector<int64_t> rows(request.queryCount * width);
  try {
    gpu_->search(*core_, request.queryCount, queries, width, nprobe, distances.data(), rows.data());
    gpuFallback_.answered();
  } catch (const GpuBusy& error) {
    gpuFallback_.failed(error.what(), false, GpuFallback::Clock::now());
    return false;
  } catch (...) {
    // FAISS has no GPU version of this type: note it in the description and continue on the CPU.
    gpuFallback_.failed(describeCurrentException().message, true, GpuFallback::Clock::now());
    return false;
  }
  collect(request, {0, request.queryCount}, width, rows.data(), distances.data(), eligible, out);
  // Queries with too few results from the probed lists are repeated on the CPU, which probes more lists.
  return incompleteQueries(request, eligible, out).empty();
}

std::string VectorIndex::deviceDescription() const {
  if (!gpu_) return "cpu";
  const std::string problem = gpuFallback_.problem();
  return problem.empty() ? gpu_->description() : "cpu (" + gpu_->description() + ": " + problem + ")";
}

}  // namespace ranklab
