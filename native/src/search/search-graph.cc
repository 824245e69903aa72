// VectorIndex: searching HNSW graphs, with filters and denied rows.
// Called by vector-index-search.cc for Kind::graph.
// Compares every eligible row where that is cheaper, or where the graph search found too few.
#include <algorithm>
#include <cmath>
#include <optional>

#include <faiss/IndexHNSW.h>

#include "search/graph-distances.h"
#include "search/graph-frontier.h"
#include "threads/parallel.h"
#include "index/batched-search.h"

namespace ranklab {
namespace {

using faiss::HNSW;

struct GraphSearch {
  const HNSW& graph;
  Distances& distances;
  const std::vector<int64_t>& labels;
  const Eligibility& eligible;
  size_t query = 0;
  std::vector<int> met;

  /**
   * Malkov & Yashunin's search as FAISS runs it: greedy down the upper levels, then best-first on the ground level until
   * `efSearch` rows closer than the next candidate have been expanded. Ineligible rows are still traversed.
   * FAISS 1.7.3 reads efSearch from the index for one of its two uses; here both follow the call.
   */
  void run(size_t efSearch, Frontier& frontier, Visited& visited, Nearest& nearest) {
    if (graph.entry_point < 0) return;
    int closest = graph.entry_point;
    float closestDistance;
    distances.compare(&closest, 1, &closestDistance);
    for (int level = graph.max_level; level >= 1; level--) descend(level, closest, closestDistance);
    visited.markVisited(closest);
    reach(closest, closestDistance, frontier, nearest);
    for (size_t closerCount = 0; Step* step = frontier.next(closerCount);) {
      if (closerCount >= efSearch) break;
      step->expanded = true;
      met.clear();
      size_t begin, end;
      graph.neighbor_range(step->row, 0, &begin, &end);
      for (size_t i = begin; i < end && graph.neighbors[i] >= 0; i++) {
        const int row = graph.neighbors[i];
        if (!visited.markVisited(row)) continue;
        distances.prefetch(row);
        met.push_back(row);
      }
      if (const Step* after = frontier.next(closerCount)) prefetchLinks(after->row);
      eachDistance([&](int row, float d) { reach(row, d, frontier, nearest); });
    }
    visited.clear();
  }

 private:
  void reach(int row, float d, Frontier& frontier, Nearest& nearest) {
    const bool useful = frontier.wants(d);
    // With excluded rows, rows behind the frontier may be among the best eligible ones.
    const bool mayBeResult = useful || eligible.restricted() || eligible.hasDenials();
    if (mayBeResult && 0.0f - d >= nearest.threshold() && eligible.has(query, static_cast<size_t>(row))) nearest.offer(0.0f - d, labels[row]);
    if (useful && frontier.push(d, row)) prefetchLinks(row);
  }

  /** Prefetches this row's links, which are likely to be followed soon and are also scattered in memory. */
  void prefetchLinks(int row) const {
    const auto* links = reinterpret_cast<const char*>(graph.neighbors.data() + graph.offsets[row]);
    const size_t bytes = static_cast<size_t>(graph.nb_neighbors(0)) * sizeof(graph.neighbors[0]);
    for (size_t at = 0; at < bytes; at += 64) __builtin_prefetch(links + at);
  }

  /** Compares the collected rows, in order. */
  template <class Take>
  void eachDistance(const Take& take) {
    float d[Distances::batchSize];
    for (size_t first = 0; first < met.size(); first += Distances::batchSize) {
      const size_t count = std::min(Distances::batchSize, met.size() - first);
      distances.compare(&met[first], count, d);
      for (size_t i = 0; i < count; i++) take(met[first + i], d[i]);
    }
  }

  void descend(int level, int& closest, float& closestDistance) {
    for (bool moved = true; moved;) {
      moved = false;
      met.clear();
      size_t begin, end;
      graph.neighbor_range(closest, level, &begin, &end);
      for (size_t i = begin; i < end && graph.neighbors[i] >= 0; i++) {
        distances.prefetch(graph.neighbors[i]);
        met.push_back(graph.neighbors[i]);
      }
      eachDistance([&](int row, float d) {
        // The comparison is written so that NaN, which foreign files may cause, is never followed; the loop would not end.
        if (!(d < closestDistance)) return;
        closest = row;
        closestDistance = d;
        moved = true;
      });
    }
  }
};

}  // namespace

namespace {

/** The search breadth for one query, or the decision to compare every eligible row where that is exact and cheaper. */
struct GraphPlan {
  size_t efSearch;
  bool exactly;
};

GraphPlan planGraph(const SearchRequest& request, const Eligibility& eligible, size_t rowCount, size_t query) {
  const bool filtered = request.filter != SearchRequest::Filter::none;
  const size_t eligibleCount = std::max<size_t>(1, eligible.count());
  // Finding k rows when d are denied takes as wide a search as finding k + d.
  const size_t denied = eligible.denied(query);
  size_t efSearch = request.efSearch > 0 ? static_cast<size_t>(request.efSearch) + 2 * denied
                                         : std::max<size_t>(64, 2 * (request.neighborCount + denied));
  // Ineligible candidates occupy places in the frontier, so efSearch is multiplied by the ratio of rows to eligible rows. A filter
  // adds a factor of up to 2, reached when it excludes a quarter of the rows, since links lead to few eligible rows directly.
  if (eligible.restricted()) {
    const double share = static_cast<double>(eligibleCount) / static_cast<double>(rowCount);
    const double filterFactor = filtered ? 1.0 + std::min(1.0, 4.0 * (1.0 - share)) : 1.0;
    const double wanted = std::ceil(static_cast<double>(efSearch) * filterFactor / share);
    efSearch = wanted >= static_cast<double>(rowCount) ? rowCount : static_cast<size_t>(wanted);
  }
  efSearch = std::min(rowCount, efSearch);
  const bool narrowed = eligible.restricted() || denied > 0;
  // Comparing rows sequentially takes a fraction of the time of following links to scattered rows.
  const size_t rowsForEachStep = filtered || denied > 0 ? 64 : 8;
  return {efSearch, narrowed && eligible.count(query) <= rowsForEachStep * efSearch};
}

}  // namespace

void VectorIndex::searchGraph(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  const auto* index = static_cast<const faiss::IndexHNSW*>(core_);
  const size_t n = static_cast<size_t>(index->ntotal), m = request.queryCount, k = request.neighborCount;
  std::vector<uint8_t> compareAll(m, 0);
  inParallel(request.threads, m, 1, [&](Portions& portions, int) {
    std::optional<Distances> distances;
    std::optional<Visited> visited;
    Frontier frontier;
    for (Range own; portions.next(own);) {
      const size_t q = own.begin;
      if (request.progress) request.progress->check();
      const GraphPlan plan = planGraph(request, eligible, n, q);
      compareAll[q] = plan.exactly;
      if (plan.exactly) continue;
      if (!visited) {
        distances.emplace(*index->storage);
        visited.emplace(n);
      }
      frontier.begin(std::min(n, std::max(plan.efSearch, k)));
      GraphSearch search{index->hnsw, *distances, labels_, eligible, q, {}};
      Nearest nearest(k);
      distances->setQuery(queries + q * static_cast<size_t>(index->d));
      search.run(plan.efSearch, frontier, *visited, nearest);
      // If the graph search finds fewer than exist, every eligible row is compared.
      compareAll[q] = nearest.size() < std::min(k, eligible.count(q));
      nearest.write(&out.ids[q * k], &out.scores[q * k]);
    }
  });
  std::vector<size_t> which;
  for (size_t q = 0; q < m; q++)
    if (compareAll[q]) which.push_back(q);
  searchAgain(which, request, queries, eligible, out,
              [&](const SearchRequest& again, const float* of, const Eligibility& rows, SearchOutcome& found) {
                searchCodes(again, of, *index->storage, rows, found);
              });
}

}  // namespace ranklab
