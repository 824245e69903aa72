#include <algorithm>
#include <memory>

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>

#include "parallel.h"
#include "vector-index.h"

namespace ranklab {
namespace {

using faiss::HNSW;

/** Which rows one query has met; clearing costs one write in 255 queries out of 256. */
class Visited {
 public:
  explicit Visited(size_t rowCount) : marks_(rowCount, 0) {}
  bool firstTime(int row) {
    if (marks_[row] == epoch_) return false;
    marks_[row] = epoch_;
    return true;
  }
  void clear() {
    if (++epoch_ == 0) {
      std::fill(marks_.begin(), marks_.end(), 0);
      epoch_ = 1;
    }
  }

 private:
  std::vector<uint8_t> marks_;
  uint8_t epoch_ = 1;
};

struct Step {
  float distance;
  int row;
  bool expanded;
};

/** The `limit` closest rows met so far, closest first, ties by row. */
class Frontier {
 public:
  explicit Frontier(size_t limit) : limit_(limit) { steps_.reserve(limit + 1); }

  void clear() {
    steps_.clear();
    next_ = 0;
  }

  void push(float distance, int row) {
    if (steps_.size() == limit_ && !closer(distance, row, steps_.back())) return;
    size_t position = steps_.size();
    while (position > 0 && closer(distance, row, steps_[position - 1])) position--;
    if (steps_.size() == limit_) steps_.pop_back();
    steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(position), {distance, row, false});
    next_ = std::min(next_, position);
  }

  /** The closest row not expanded yet, or null; `closerCount` is how many rows are before it. */
  Step* next(size_t& closerCount) {
    while (next_ < steps_.size() && steps_[next_].expanded) next_++;
    closerCount = next_;
    return next_ < steps_.size() ? &steps_[next_] : nullptr;
  }

 private:
  static bool closer(float distance, int row, const Step& step) {
    return distance < step.distance || (distance == step.distance && row < step.row);
  }

  size_t limit_;
  size_t next_ = 0;
  std::vector<Step> steps_;
};

struct GraphSearch {
  const HNSW& graph;
  faiss::DistanceComputer& computer;
  float sign;
  const std::vector<int64_t>& labels;
  const Eligibility& eligible;

  float distance(int row) { return sign * computer(row); }

  /**
   * Malkov & Yashunin's search as FAISS runs it: greedy down the upper levels, then best-first on the ground level until
   * `efSearch` rows closer than the next candidate have been expanded. Rows that may not be returned still lead the way.
   * FAISS 1.7.3 reads efSearch from the index for one of its two uses; here both follow the call.
   */
  void run(size_t efSearch, Frontier& frontier, Visited& visited, Nearest& nearest) {
    if (graph.entry_point < 0) return;
    int closest = graph.entry_point;
    float closestDistance = distance(closest);
    for (int level = graph.max_level; level >= 1; level--) descend(level, closest, closestDistance);
    frontier.clear();
    meet(closest, closestDistance, frontier, visited, nearest);
    for (size_t closerCount = 0; Step* step = frontier.next(closerCount);) {
      if (closerCount >= efSearch) break;
      step->expanded = true;
      size_t begin, end;
      graph.neighbor_range(step->row, 0, &begin, &end);
      for (size_t i = begin; i < end; i++) {
        const int row = graph.neighbors[i];
        if (row < 0) break;
        if (visited.firstTime(row)) reach(row, distance(row), frontier, nearest);
      }
    }
    visited.clear();
  }

 private:
  void meet(int row, float d, Frontier& frontier, Visited& visited, Nearest& nearest) {
    visited.firstTime(row);
    reach(row, d, frontier, nearest);
  }

  void reach(int row, float d, Frontier& frontier, Nearest& nearest) {
    if (eligible.has(static_cast<size_t>(row))) nearest.offer(0.0f - d, labels[row]);
    frontier.push(d, row);
  }

  void descend(int level, int& closest, float& closestDistance) {
    for (bool moved = true; moved;) {
      moved = false;
      size_t begin, end;
      graph.neighbor_range(closest, level, &begin, &end);
      for (size_t i = begin; i < end; i++) {
        const int row = graph.neighbors[i];
        if (row < 0) break;
        const float d = distance(row);
        if (d < closestDistance) {
          closest = row;
          closestDistance = d;
          moved = true;
        }
      }
    }
  }
};

}  // namespace

void VectorIndex::searchGraph(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  const auto* index = static_cast<const faiss::IndexHNSW*>(core_);
  const size_t n = static_cast<size_t>(index->ntotal), m = request.queryCount, k = request.neighborCount;
  const size_t reachable = eligible.restricted() ? eligible.count() : n;
  size_t efSearch = request.efSearch > 0 ? static_cast<size_t>(request.efSearch) : std::max<size_t>(64, 2 * k);
  if (eligible.restricted()) {
    // Candidates that may not be returned take room: as many more are followed as there are rows for each eligible one. Where
    // that is much, comparing every eligible row is both exact and cheaper.
    efSearch = std::min(n, efSearch * n / std::max<size_t>(1, reachable) + 1);
    if (reachable <= 8 * efSearch) return searchCodes(request, queries, *index->storage, eligible, out);
  }

  const float sign = index->metric_type == faiss::METRIC_INNER_PRODUCT ? -1.0f : 1.0f;
  const size_t wanted = std::min(k, reachable);
  std::vector<uint8_t> missing(m, 0);
  inParallel(request.threads, m, 1, [&](Portions& portions, int) {
    // Not the storage's own get_distance_computer of the graph: FAISS negates there, we do it ourselves.
    std::unique_ptr<faiss::DistanceComputer> computer(
        dynamic_cast<const faiss::IndexFlatCodes&>(*index->storage).get_FlatCodesDistanceComputer());
    Visited visited(n);
    Frontier frontier(std::min(n, std::max(efSearch, k)));
    GraphSearch search{index->hnsw, *computer, sign, labels_, eligible};
    for (Range own; portions.next(own);) {
      const size_t q = own.begin;
      if (request.progress) request.progress->check();
      Nearest nearest(k);
      computer->set_query(queries + q * static_cast<size_t>(index->d));
      search.run(efSearch, frontier, visited, nearest);
      missing[q] = nearest.size() < wanted;
      nearest.write(&out.ids[q * k], &out.scores[q * k]);
    }
  });
  // Where the graph led to fewer than exist, everything eligible is compared.
  for (size_t q = 0; q < m; q++) {
    if (!missing[q]) continue;
    SearchRequest alone = request;
    alone.queryCount = 1;
    SearchOutcome one{std::vector<int64_t>(k), std::vector<float>(k)};
    searchCodes(alone, queries + q * static_cast<size_t>(index->d), *index->storage, eligible, one);
    std::copy(one.ids.begin(), one.ids.end(), out.ids.begin() + static_cast<std::ptrdiff_t>(q * k));
    std::copy(one.scores.begin(), one.scores.end(), out.scores.begin() + static_cast<std::ptrdiff_t>(q * k));
  }
}

}  // namespace ranklab
