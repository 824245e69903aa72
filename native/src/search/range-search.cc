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

/** A request whose queries are transformed as the index wants them, with what every search of rows needs. */
struct RangeQuery {
  const SearchRequest& request;
  const float* queries;
  const Eligibility& eligible;
  /** Id of each row. */
  const std::vector<int64_t>& labels;
  float minimumScore;
  /** 1 for inner products, −1 for distances. */
  float sign;

  size_t count() const { return request.queryCount; }
};

/** Flat and graph indexes both store all vectors in row order; all are compared, so the result is complete. */
std::vector<std::vector<Found>> compareAll(const RangeQuery& range, const faiss::IndexFlatCodes& codes) {
  std::vector<std::vector<Found>> matches(range.count());
  inParallel(range.request.threads, range.count(), 1, [&](Portions& portions, int) {
    std::unique_ptr<faiss::FlatCodesDistanceComputer> computer(codes.get_FlatCodesDistanceComputer());
    for (Range own; portions.next(own);) {
      const size_t q = own.begin;
      computer->set_query(range.queries + q * static_cast<size_t>(codes.d));
      for (size_t row = 0; row < static_cast<size_t>(codes.ntotal); row++) {
        if (row % 256 == 0 && range.request.progress) range.request.progress->check();
        if (!range.eligible.has(q, row)) continue;
        const float score = 0.0f + range.sign * computer->distance_to_code(codes.codes.data() + row * codes.code_size);
        if (score >= range.minimumScore) matches[q].push_back({score, range.labels[row]});
      }
    }
  });
  return matches;
}

/** Compares the vectors of the probed lists. */
std::vector<std::vector<Found>> compareProbed(const RangeQuery& range, const faiss::IndexIVF& lists) {
  EligibilitySelector selector(range.eligible);
  faiss::IVFSearchParameters parameters;
  parameters.nprobe = probedLists(lists, range.request.nprobe, {});
  // Types without filter support are filtered below.
  parameters.sel = range.eligible.restricted() && canScan(lists, &selector) ? &selector : nullptr;
  // FAISS keeps scores strictly better than the radius; ours includes the minimum.
  const float radius = range.sign > 0 ? std::nextafter(range.minimumScore, -std::numeric_limits<float>::infinity())
                                      : std::nextafter(-range.minimumScore, std::numeric_limits<float>::infinity());
  std::vector<std::vector<Found>> matches(range.count());
  inParallel(range.request.threads, range.count(), 1, [&](Portions& portions, int) {
    const FaissScope alone(1, nullptr);
    for (Range own; portions.next(own);) {
      if (range.request.progress) range.request.progress->check();
      const size_t q = own.begin;
      faiss::RangeSearchResult result(1);
      lists.range_search(1, range.queries + q * static_cast<size_t>(lists.d), radius, &result, &parameters);
      for (size_t i = result.lims[0]; i < result.lims[1]; i++) {
        const int64_t row = result.labels[i];
        if (row >= 0 && range.eligible.has(q, static_cast<size_t>(row)))
          matches[q].push_back({0.0f + range.sign * result.distances[i], range.labels[row]});
      }
    }
  });
  return matches;
}

}  // namespace

RangeOutcome VectorIndex::rangeSearch(const SearchRequest& request, float minimumScore) const {
  requireTrained();
  const Eligibility eligible = eligibility(request);
  FaissScope scope(request.threads, request.progress);
  const auto changed = transformed(request.queryCount, request.queries);
  const float sign = core_->metric_type == faiss::METRIC_INNER_PRODUCT ? 1.0f : -1.0f;
  const RangeQuery range{request, changed ? changed.get() : request.queries, eligible, labels_, minimumScore, sign};

  const auto* graph = dynamic_cast<const faiss::IndexHNSW*>(core_);
  const auto* codes = dynamic_cast<const faiss::IndexFlatCodes*>(kind_ == Kind::graph ? graph->storage : core_);
  const auto* lists = dynamic_cast<const faiss::IndexIVF*>(core_);
  std::vector<std::vector<Found>> matches;
  if (codes && kind_ != Kind::other && kind_ != Kind::lists) {
    matches = compareAll(range, *codes);
  } else if (lists && !dynamic_cast<const faiss::IndexIVFFastScan*>(core_) && canScan(*lists, nullptr)) {
    matches = compareProbed(range, *lists);
  } else {
    throw CodedError("UNSUPPORTED", "This type of index has no range search; Flat, SQ, PQ, HNSW and IVF have");
  }
  RangeOutcome out;
  out.offsets.push_back(0);
  for (auto& found : matches) keepBest(found, out);
  return out;
}

}  // namespace ranklab
