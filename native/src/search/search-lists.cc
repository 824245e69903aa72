// VectorIndex: searching inverted lists, with filters and denied rows.
// Called by vector-index-search.cc for Kind::lists.
// Whole vectors use our kernels, codes FAISS's scanners; more lists are probed until a result is complete.
#include <algorithm>
#include <typeinfo>
#include <vector>

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFastScan.h>
#include <faiss/IndexIVFFlat.h>

#include "errors.h"
#include "kernels/kernels.h"
#include "threads/parallel.h"
#include "search/search-settings.h"
#include "index/batched-search.h"

namespace ranklab {

namespace {

/** The score of a query for each list, larger is better, without the quantizer's search: sums as FAISS passes them to its scanners. */
std::vector<float> scoresOfLists(const faiss::IndexIVF& lists, const float* query) {
  const auto* quantizer = lists.quantizer;
  const bool isL2 = quantizer->metric_type == faiss::METRIC_L2;
  const auto compare = isL2 ? kernels().squaredL2 : kernels().innerProduct;
  std::vector<float> centroid(static_cast<size_t>(lists.d)), scores(lists.nlist);
  for (size_t list = 0; list < lists.nlist; list++) {
    quantizer->reconstruct(static_cast<int64_t>(list), centroid.data());
    const float value = compare(query, centroid.data(), centroid.size());
    scores[list] = isL2 ? 0.0f - value : value;
  }
  return scores;
}

/** The numbers of the `count` best lists, best first. */
std::vector<int64_t> bestLists(const std::vector<float>& scores, size_t listCount, size_t count) {
  Nearest closest(count);
  for (size_t list = 0; list < listCount; list++) closest.offer(scores[list], static_cast<int64_t>(list));
  std::vector<int64_t> lists(count);
  std::vector<float> best(count);
  closest.write(lists.data(), best.data());
  return lists;
}

/** Compares one query with lists of whole vectors. */
struct ListScan {
  const faiss::IndexIVF& lists;
  const std::vector<int64_t>& labels;
  const Eligibility& eligible;
  const Progress* progress;
  bool isL2 = lists.metric_type == faiss::METRIC_L2;
  /** Compares eligible rows one by one, where most rows are excluded. */
  bool fewEligible = eligible.count() * 4 < labels.size();
  std::vector<float> scores = std::vector<float>(blockRows);

  void compareList(const float* query, size_t queryNumber, size_t list, Nearest& nearest) {
    const size_t size = lists.invlists->list_size(list), d = static_cast<size_t>(lists.d);
    faiss::InvertedLists::ScopedCodes codes(lists.invlists, list);
    faiss::InvertedLists::ScopedIds rows(lists.invlists, list);
    const auto* vectors = reinterpret_cast<const float*>(codes.get());
    const auto compareBlock = isL2 ? kernels().squaredL2Block : kernels().innerProductBlock;
    const auto compareOne = isL2 ? kernels().squaredL2 : kernels().innerProduct;
    for (size_t first = 0; first < size; first += blockRows) {
      const size_t count = std::min(blockRows, size - first);
      if (progress) progress->check();
      if (!fewEligible) compareBlock(query, 1, vectors + first * d, count, d, scores.data(), blockRows);
      for (size_t i = 0; i < count; i++) {
        const auto row = static_cast<size_t>(rows[first + i]);
        if (fewEligible && !eligible.has(row)) continue;
        const float value = fewEligible ? compareOne(query, vectors + (first + i) * d, d) : scores[i];
        const float score = isL2 ? 0.0f - value : value;
        if (score >= nearest.threshold() && eligible.has(queryNumber, row)) nearest.offer(score, labels[row]);
      }
    }
  }

 private:
  static constexpr size_t blockRows = 256;
};

}  // namespace

void VectorIndex::searchLists(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  auto* lists = static_cast<faiss::IndexIVF*>(core_);
  const bool wholeVectors = typeid(*lists) == typeid(faiss::IndexIVFFlat) && dynamic_cast<faiss::IndexFlat*>(lists->quantizer);
  if (wholeVectors) return searchListsOfWholeVectors(request, queries, eligible, out);
  // These types read nprobe from the index and support no filter.
  if (dynamic_cast<faiss::IndexIVFFastScan*>(lists)) return searchGeneric(request, queries, eligible, out);
  if (!canScan(*lists, nullptr)) throw CodedError("UNSUPPORTED", "FAISS does not search this type of index");
  // A graph quantizer finds only some of the lists, even if all are requested.
  if (probedLists(*lists, request.nprobe, listWidening(eligible, 0, 0)) == lists->nlist) return searchAllLists(request, queries, eligible, out);
  EligibilitySelector selector(eligible);
  const bool filtersInside = eligible.restricted() && canScan(*lists, &selector);
  EligibilitySelector* inside = filtersInside ? &selector : nullptr;
  // Where FAISS supports no filter, request as many extra rows as may be filtered out.
  searchWidened(request, queries, filtersInside ? 0 : eligible.excluded(), eligible, out,
             [&](Range own, const float* some, int64_t width, float* distances, int64_t* rows) {
               faiss::IVFSearchParameters parameters;
               parameters.nprobe = probedLists(*lists, request.nprobe, listWidening(eligible, own.begin, own.end));
               parameters.sel = inside;
               lists->search(static_cast<int64_t>(own.end - own.begin), some, width, distances, rows, &parameters);
             });
  searchAgain(incompleteQueries(request, eligible, out), request, queries, eligible, out,
              [&](const SearchRequest& again, const float* of, const Eligibility& rows, SearchOutcome& found) {
                searchAllLists(again, of, rows, found);
              });
}

void VectorIndex::searchAllLists(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  const auto* lists = static_cast<const faiss::IndexIVF*>(core_);
  EligibilitySelector selector(eligible);
  const bool filtersInside = eligible.restricted() && canScan(*lists, &selector);
  faiss::IVFSearchParameters parameters;
  parameters.nprobe = lists->nlist;
  parameters.sel = filtersInside ? &selector : nullptr;
  const bool quantizerL2 = lists->quantizer->metric_type == faiss::METRIC_L2;
  searchWidened(request, queries, filtersInside ? 0 : eligible.excluded(), eligible, out,
             [&](Range own, const float* some, int64_t width, float* distances, int64_t* rows) {
               const auto count = static_cast<int64_t>(own.end - own.begin);
               std::vector<int64_t> probes;
               std::vector<float> fits;
               for (int64_t q = 0; q < count; q++) {
                 const auto scores = scoresOfLists(*lists, some + q * lists->d);
                 for (const int64_t list : bestLists(scores, lists->nlist, lists->nlist)) {
                   probes.push_back(list);
                   const float score = list < 0 ? 0.0f : scores[static_cast<size_t>(list)];
                   fits.push_back(quantizerL2 ? 0.0f - score : score);
                 }
               }
               lists->search_preassigned(count, some, width, probes.data(), fits.data(), distances, rows, false, &parameters);
             });
}

/** IVF,Flat with our kernels: the lists that FAISS would probe, each compared as a block, and more lists until k are found. */
void VectorIndex::searchListsOfWholeVectors(const SearchRequest& request, const float* queries, const Eligibility& eligible,
                                            SearchOutcome& out) const {
  const auto* lists = static_cast<const faiss::IndexIVF*>(core_);
  const auto* centroids = static_cast<const faiss::IndexFlat*>(lists->quantizer);
  const size_t d = lists->d, k = request.neighborCount;
  const bool centroidsL2 = centroids->metric_type == faiss::METRIC_L2;
  const auto compareCentroids = centroidsL2 ? kernels().squaredL2Block : kernels().innerProductBlock;
  inParallel(request.threads, request.queryCount, 1, [&](Portions& portions, int) {
    ListScan scan{*lists, labels_, eligible, request.progress};
    std::vector<float> fits(lists->nlist);
    for (Range own; portions.next(own);) {
      const size_t q = own.begin;
      if (request.progress) request.progress->check();
      const float* query = queries + q * d;
      compareCentroids(query, 1, centroids->get_xb(), lists->nlist, d, fits.data(), lists->nlist);
      if (centroidsL2)
        for (float& fit : fits) fit = 0.0f - fit;
      const size_t nprobe = probedLists(*lists, request.nprobe, listWidening(eligible, q, q + 1));
      Nearest nearest(k);
      size_t probed = 0;
      // The usual lists, then more until the requested number is found.
      for (size_t wanted = nprobe; probed < lists->nlist; wanted = lists->nlist) {
        const std::vector<int64_t> best = bestLists(fits, lists->nlist, wanted);
        for (; probed < wanted && best[probed] >= 0; probed++) {
          if (probed >= nprobe && nearest.size() == k) break;
          scan.compareList(query, q, static_cast<size_t>(best[probed]), nearest);
        }
        if (nearest.size() == k || probed < wanted) break;
      }
      nearest.write(&out.ids[q * k], &out.scores[q * k]);
    }
  });
}

}  // namespace ranklab
