// VectorIndex: every vector that scores at least a minimum.
// Called by binding/index-handle-search.cc (rangeSearch).
// Flat, codes and graphs compare every vector; IVF searches the probed lists.
#include <algorithm>
#include <cmath>
#include <memory>

#include <faiss/IndexFlatCodes.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFastScan.h>
#include <faiss/impl/AuxIndexStructures.h>

#include "errors.h"
#include "threads/parallel.h"
#include "search/search-settings.h"
#include "index/vector-index.h"

namespace ranklab {
namespace {

constexpr size_t maxMatches = 50'000'000;

void keepBest(std::vector<Found>& matches, RangeOutcome& out) {
  std::sort(matches.begin(), matches.end(), better);
  if (out.ids.size() + matches.size() > maxMatches)
    fail("INVALID_ARGUMENT", "More than %zu matches: ask for a higher minimum score or fewer queries", maxMatches);
  for (const Found& match : matches) {
    out.ids.push_back(match.id);
    out.scores.push_back(match.score);
  }
  out.offsets.push_back(static_cast<int64_t>(out.ids.size()));
}

}  // namespace

RangeOutcome VectorIndex::rangeSearch(const SearchRequest& request, float minimumScore) const {
  requireTrained();
  RangeOutcome out;
  out.offsets.push_back(0);
  const Eligibility eligible = eligibility(request);
  FaissScope scope(request.threads, request.progress);
  const auto changed = transformed(request.queryCount, request.queries);
  const float* queries = changed ? changed.get() : request.queries;
  const float sign = core_->metric_type == faiss::METRIC_INNER_PRODUCT ? 1.0f : -1.0f;
  const size_t m = request.queryCount;

  const auto* graph = dynamic_cast<const faiss::IndexHNSW*>(core_);
  const auto* codes = dynamic_cast<const faiss::IndexFlatCodes*>(kind_ == Kind::graph ? graph->storage : core_);
  if (codes && kind_ != Kind::other && kind_ != Kind::lists) {
    // Flat and graph indexes both store all vectors in row order; all are compared, so the result is complete.
    std::vector<std::vector<Found>> matches(m);
    inParallel(request.threads, m, 1, [&](Portions& portions, int) {
      std::unique_ptr<faiss::FlatCodesDistanceComputer> computer(codes->get_FlatCodesDistanceComputer());
      for (Range own; portions.next(own);) {
        const size_t q = own.begin;
        computer->set_query(queries + q * static_cast<size_t>(codes->d));
        for (size_t row = 0; row < static_cast<size_t>(codes->ntotal); row++) {
          if (row % 256 == 0 && request.progress) request.progress->check();
          if (!eligible.has(q, row)) continue;
          const float score = 0.0f + sign * computer->distance_to_code(codes->codes.data() + row * codes->code_size);
          if (score >= minimumScore) matches[q].push_back({score, labels_[row]});
        }
      }
    });
    for (auto& found : matches) keepBest(found, out);
    return out;
  }

  const auto* lists = dynamic_cast<const faiss::IndexIVF*>(core_);
  if (!lists || dynamic_cast<const faiss::IndexIVFFastScan*>(core_) || !canScan(*lists, nullptr))
    throw CodedError("UNSUPPORTED", "This type of index has no range search; Flat, SQ, PQ, HNSW and IVF have");
  EligibilitySelector selector(eligible);
  faiss::IVFSearchParameters parameters;
  parameters.nprobe = probedLists(*lists, request.nprobe, {});
  // Types without filter support are filtered below.
  parameters.sel = eligible.restricted() && canScan(*lists, &selector) ? &selector : nullptr;
  // FAISS keeps scores strictly better than the radius; ours includes the minimum.
  const float radius = sign > 0 ? std::nextafter(minimumScore, -std::numeric_limits<float>::infinity())
                                : std::nextafter(-minimumScore, std::numeric_limits<float>::infinity());
  std::vector<std::vector<Found>> matches(m);
  inParallel(request.threads, m, 1, [&](Portions& portions, int) {
    const FaissScope alone(1, nullptr);
    for (Range own; portions.next(own);) {
      if (request.progress) request.progress->check();
      const size_t q = own.begin;
      faiss::RangeSearchResult result(1);
      lists->range_search(1, queries + q * static_cast<size_t>(lists->d), radius, &result, &parameters);
      for (size_t i = result.lims[0]; i < result.lims[1]; i++) {
        const int64_t row = result.labels[i];
        if (row >= 0 && eligible.has(q, static_cast<size_t>(row))) matches[q].push_back({0.0f + sign * result.distances[i], labels_[row]});
      }
    }
  });
  for (auto& found : matches) keepBest(found, out);
  return out;
}

}  // namespace ranklab
