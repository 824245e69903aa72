#include <algorithm>
#include <memory>
#include <typeinfo>

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFastScan.h>
#include <faiss/IndexIVFFlat.h>

#include "errors.h"
#include "kernels/kernels.h"
#include "threads/parallel.h"
#include "search/search-settings.h"
#include "index/vector-index.h"

namespace ranklab {

size_t VectorIndex::defaultNprobe() const {
  const auto* lists = dynamic_cast<const faiss::IndexIVF*>(core_);
  return lists ? usualNprobe(*lists) : 1;
}

void VectorIndex::searchLists(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  auto* lists = static_cast<faiss::IndexIVF*>(core_);
  const size_t nprobe = std::min<size_t>(lists->nlist, request.nprobe > 0 ? static_cast<size_t>(request.nprobe) : defaultNprobe());
  const bool wholeVectors = typeid(*lists) == typeid(faiss::IndexIVFFlat) && dynamic_cast<faiss::IndexFlat*>(lists->quantizer);
  if (wholeVectors) return searchListsOfWholeVectors(request, queries, nprobe, eligible, out);
  // These read nprobe from the index and take no filter.
  if (dynamic_cast<faiss::IndexIVFFastScan*>(lists)) return searchOther(request, queries, eligible, out);
  if (!canScan(*lists, nullptr)) throw CodedError("UNSUPPORTED", "FAISS does not search this type of index");
  EligibilitySelector selector(eligible);
  const bool filtersInside = eligible.restricted() && canScan(*lists, &selector);
  // Without a filter of its own, as many more rows are asked for as could be filtered away.
  const size_t excluded = eligible.restricted() && !filtersInside ? rowCount() - eligible.count() : 0;
  const size_t width = std::min(request.neighborCount + excluded, static_cast<size_t>(lists->ntotal));
  faiss::IVFSearchParameters parameters;
  parameters.nprobe = nprobe;
  parameters.sel = filtersInside ? &selector : nullptr;
  searchWide(request, queries, width, eligible, out, [&](int64_t count, const float* some, float* distances, int64_t* rows) {
    lists->search(count, some, static_cast<int64_t>(width), distances, rows, &parameters);
  });
}

/** IVF,Flat with our kernels: the same lists as FAISS would probe, each compared as a block. */
void VectorIndex::searchListsOfWholeVectors(const SearchRequest& request, const float* queries, size_t nprobe, const Eligibility& eligible,
                                            SearchOutcome& out) const {
  const auto* lists = static_cast<const faiss::IndexIVF*>(core_);
  const auto* centroids = static_cast<const faiss::IndexFlat*>(lists->quantizer);
  const size_t d = lists->d, k = request.neighborCount;
  const bool isL2 = lists->metric_type == faiss::METRIC_L2;
  const bool centroidsL2 = centroids->metric_type == faiss::METRIC_L2;
  const auto compare = isL2 ? kernels().squaredL2Block : kernels().innerProductBlock;
  const auto compareCentroids = centroidsL2 ? kernels().squaredL2Block : kernels().innerProductBlock;
  inParallel(request.threads, request.queryCount, 1, [&](Portions& portions, int) {
    std::vector<float> scores(std::max<size_t>(lists->nlist, 256));
    std::vector<int64_t> probes(nprobe);
    std::vector<float> probeScores(nprobe);
    for (Range own; portions.next(own);) {
      const size_t q = own.begin;
      if (request.progress) request.progress->check();
      const float* query = queries + q * d;
      compareCentroids(query, 1, centroids->get_xb(), lists->nlist, d, scores.data(), lists->nlist);
      Nearest closest(nprobe);
      for (size_t list = 0; list < lists->nlist; list++)
        closest.offer(centroidsL2 ? 0.0f - scores[list] : scores[list], static_cast<int64_t>(list));
      closest.write(probes.data(), probeScores.data());
      Nearest nearest(k);
      for (const int64_t list : probes) {
        if (list < 0) break;
        const size_t size = lists->invlists->list_size(static_cast<size_t>(list));
        faiss::InvertedLists::ScopedCodes codes(lists->invlists, static_cast<size_t>(list));
        faiss::InvertedLists::ScopedIds rows(lists->invlists, static_cast<size_t>(list));
        const auto* vectors = reinterpret_cast<const float*>(codes.get());
        for (size_t first = 0; first < size; first += 256) {
          const size_t count = std::min<size_t>(256, size - first);
          if (request.progress) request.progress->check();
          compare(query, 1, vectors + first * d, count, d, scores.data(), 256);
          for (size_t i = 0; i < count; i++) {
            const float score = isL2 ? 0.0f - scores[i] : scores[i];
            const int64_t row = rows[first + i];
            if (score >= nearest.threshold() && eligible.has(static_cast<size_t>(row))) nearest.offer(score, labels_[row]);
          }
        }
      }
      nearest.write(&out.ids[q * k], &out.scores[q * k]);
    }
  });
}

}  // namespace ranklab
