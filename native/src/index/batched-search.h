// Calls FAISS's own searches a few queries at a time, and repeats those with too few results.
// Included by vector-index-search.cc, search-lists.cc and search-graph.cc, which pass the call to FAISS.
// Bodies of VectorIndex's member templates, which are documented in vector-index.h.
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "index/vector-index.h"

namespace ranklab {

template <class Search>
void VectorIndex::searchWidened(const SearchRequest& request, const float* queries, size_t unfiltered, const Eligibility& eligible, SearchOutcome& out,
                const Search& search) const {
  const size_t widest = widthFor(request, unfiltered, eligible, 0, request.queryCount);
  const size_t fitting = std::max<size_t>(1, maxCells / std::max<size_t>(1, widest) / static_cast<size_t>(request.threads));
  const size_t portion = std::min(fitting, queriesPerBatch(request.queryCount, request.threads, eligible));
  inParallel(request.threads, request.queryCount, portion, [&](Portions& portions, int) {
    const FaissScope alone(1, nullptr);
    std::vector<float> distances;
    std::vector<int64_t> rows;
    for (Range own; portions.next(own);) {
      if (request.progress) request.progress->check();
      const size_t count = own.end - own.begin;
      const size_t width = widthFor(request, unfiltered, eligible, own.begin, own.end);
      distances.resize(count * width);
      rows.resize(count * width);
      search(own, queries + own.begin * static_cast<size_t>(core_->d), static_cast<int64_t>(width), distances.data(),
             rows.data());
      collect(request, {own.begin, count}, width, rows.data(), distances.data(), eligible, out);
    }
  });
}

template <class Search>
void VectorIndex::searchAgain(const std::vector<size_t>& which, const SearchRequest& request, const float* queries, const Eligibility& eligible,
                 SearchOutcome& out, const Search& search) const {
  if (which.empty()) return;
  const size_t d = static_cast<size_t>(core_->d), k = request.neighborCount;
  SearchRequest again;
  again.queryCount = which.size();
  again.neighborCount = k;
  again.nprobe = request.nprobe;
  again.efSearch = request.efSearch;
  again.filter = request.filter;
  again.threads = request.threads;
  again.progress = request.progress;
  std::vector<float> some(which.size() * d);
  for (size_t i = 0; i < which.size(); i++) std::copy_n(queries + which[i] * d, d, &some[i * d]);
  SearchOutcome found;
  found.ids.assign(which.size() * k, -1);
  found.scores.assign(which.size() * k, -std::numeric_limits<float>::infinity());
  search(again, some.data(), eligible.ofQueries(which), found);
  for (size_t i = 0; i < which.size(); i++) {
    std::copy_n(&found.ids[i * k], k, &out.ids[which[i] * k]);
    std::copy_n(&found.scores[i * k], k, &out.scores[which[i] * k]);
  }
}

}  // namespace ranklab
