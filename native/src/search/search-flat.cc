// VectorIndex: comparing whole vectors (searchFlat) and codes (searchCodes) one after the other.
// Called by vector-index-search.cc, and by search-graph.cc where few rows are eligible.
// Exact: no eligible row is skipped.
#include <algorithm>
#include <memory>

#include <faiss/IndexFlat.h>

#include "kernels/kernels.h"
#include "threads/parallel.h"
#include "index/vector-index.h"

namespace ranklab {
namespace {

constexpr size_t queryBlock = 64;
constexpr size_t rowBlockBytes = 256 * 1024;
/** Number of rows that a thread compares before it takes the next portion. */
constexpr size_t rowPortionBytes = 512 * 1024;
constexpr size_t codePortion = 4096;
constexpr size_t rowsBetweenChecks = 256;
/** Below this many multiplications a second thread costs more than it saves. */
constexpr double leastParallelWork = 200'000;

struct FlatScan {
  const float* rows;
  size_t dimension;
  bool isL2;
  const int64_t* labels;
  const Eligibility& eligible;

  /** Offers rows [begin, end) to the `Nearest` of `queryCount` queries, starting at query `firstQuery` of the request. */
  void range(const float* queries, size_t firstQuery, size_t queryCount, size_t begin, size_t end, Nearest* nearest,
             const Progress* progress) const {
    const size_t rowBlock = std::clamp<size_t>(rowBlockBytes / (dimension * sizeof(float)), 16, 256);
    const auto compare = isL2 ? kernels().squaredL2Block : kernels().innerProductBlock;
    std::vector<float> scores(std::min(queryBlock, queryCount) * rowBlock);
    for (size_t row = begin; row < end; row += rowBlock) {
      const size_t count = std::min(rowBlock, end - row);
      if (progress) progress->check();
      for (size_t q = 0; q < queryCount; q += queryBlock) {
        const size_t width = std::min(queryBlock, queryCount - q);
        compare(queries + q * dimension, width, rows + row * dimension, count, dimension, scores.data(), rowBlock);
        for (size_t i = 0; i < width; i++) offer(&scores[i * rowBlock], firstQuery + q + i, row, count, nearest[q + i]);
      }
    }
  }

  void offer(float* scores, size_t query, size_t firstRow, size_t count, Nearest& nearest) const {
    if (isL2)
      for (size_t i = 0; i < count; i++) scores[i] = 0.0f - scores[i];
    size_t i = 0;
    while (i < count) {
      // Most scores are too low, so sixteen are tested at a time.
      if (i + 16 <= count) {
        const float threshold = nearest.threshold();
        int reached = 0;
        for (size_t j = 0; j < 16; j++) reached |= scores[i + j] >= threshold;
        if (!reached) {
          i += 16;
          continue;
        }
      }
      const size_t stop = std::min(count, i + 16);
      for (; i < stop; i++) {
        if (scores[i] < nearest.threshold()) continue;
        const size_t row = firstRow + i;
        if (eligible.has(query, row)) nearest.offer(scores[i], labels[row]);
      }
    }
  }

  /** Compares only these rows, for a filter that leaves few. */
  void chosen(const float* query, size_t queryNumber, const std::vector<int64_t>& chosenRows, size_t begin, size_t end, Nearest& nearest,
              const Progress* progress) const {
    const auto compare = isL2 ? kernels().squaredL2 : kernels().innerProduct;
    PeriodicCheck interval(dimension * sizeof(float));
    for (size_t i = begin; i < end; i++) {
      if (interval.due() && progress) progress->check();
      const size_t row = static_cast<size_t>(chosenRows[i]);
      const float value = compare(query, rows + row * dimension, dimension);
      const float score = isL2 ? 0.0f - value : value;
      if (score >= nearest.threshold() && eligible.has(queryNumber, row)) nearest.offer(score, labels[row]);
    }
  }
};

/** Merges and writes the workers' results; workers that were not needed have none. */
void writeMerged(std::vector<std::vector<Nearest>>& nearest, size_t queryCount, size_t k, SearchOutcome& out) {
  // The caller's results always exist; the others are merged into them.
  std::vector<Nearest>& all = nearest.front();
  for (size_t q = 0; q < queryCount; q++) {
    for (size_t worker = 1; worker < nearest.size(); worker++)
      if (!nearest[worker].empty()) all[q].merge(nearest[worker][q]);
    all[q].write(&out.ids[q * k], &out.scores[q * k]);
  }
}

}  // namespace

void VectorIndex::searchFlat(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const {
  const auto* flat = static_cast<const faiss::IndexFlat*>(core_);
  const size_t d = flat->d, n = static_cast<size_t>(flat->ntotal), m = request.queryCount, k = request.neighborCount;
  const FlatScan scan{flat->get_xb(), d, flat->metric_type == faiss::METRIC_L2, labels_.data(), eligible};
  const bool few = eligible.restricted() && eligible.count() * 8 < n;
  const std::vector<int64_t> chosenRows = few ? eligible.rows() : std::vector<int64_t>();
  const size_t compared = few ? chosenRows.size() : n;
  const double work = static_cast<double>(compared) * static_cast<double>(d) * static_cast<double>(m);
  const int threads = work < leastParallelWork ? 1 : request.threads;

  if (m >= static_cast<size_t>(threads) * 8) {
    std::vector<Nearest> nearest(m, Nearest(k));
    inParallel(threads, m, largePortion(m, threads), [&](Portions& portions, int) {
      for (Range own; portions.next(own);) {
        if (!few) scan.range(queries + own.begin * d, own.begin, own.end - own.begin, 0, n, &nearest[own.begin], request.progress);
        for (size_t q = own.begin; q < own.end; q++) {
          if (few) scan.chosen(queries + q * d, q, chosenRows, 0, chosenRows.size(), nearest[q], request.progress);
          nearest[q].write(&out.ids[q * k], &out.scores[q * k]);
        }
      }
    });
    return;
  }
  std::vector<std::vector<Nearest>> nearest(static_cast<size_t>(threads));
  inParallel(threads, compared, std::max<size_t>(256, rowPortionBytes / (d * sizeof(float))), [&](Portions& portions, int worker) {
    nearest[worker].assign(m, Nearest(k));
    for (Range own; portions.next(own);) {
      if (!few) scan.range(queries, 0, m, own.begin, own.end, nearest[worker].data(), request.progress);
      for (size_t q = 0; few && q < m; q++) scan.chosen(queries + q * d, q, chosenRows, own.begin, own.end, nearest[worker][q], request.progress);
    }
  });
  writeMerged(nearest, m, k, out);
}

void VectorIndex::searchCodes(const SearchRequest& request, const float* queries, const faiss::Index& storage, const Eligibility& eligible,
                              SearchOutcome& out) const {
  const auto& codes = dynamic_cast<const faiss::IndexFlatCodes&>(storage);
  const float sign = storage.metric_type == faiss::METRIC_INNER_PRODUCT ? 1.0f : -1.0f;
  const size_t n = static_cast<size_t>(storage.ntotal), m = request.queryCount, k = request.neighborCount;
  const std::vector<int64_t> chosenRows = eligible.restricted() ? eligible.rows() : std::vector<int64_t>();
  const size_t compared = eligible.restricted() ? chosenRows.size() : n;
  const bool byQuery = m >= static_cast<size_t>(request.threads);
  std::vector<std::vector<Nearest>> nearest(byQuery ? 0 : static_cast<size_t>(request.threads));
  const auto compare = [&](faiss::FlatCodesDistanceComputer& computer, size_t q, Range rows, Nearest& target) {
    computer.set_query(queries + q * storage.d);
    for (size_t first = rows.begin; first < rows.end; first += rowsBetweenChecks) {
      if (request.progress) request.progress->check();
      const size_t end = std::min(rows.end, first + rowsBetweenChecks);
      for (size_t i = first; i < end; i++) {
        const size_t row = eligible.restricted() ? static_cast<size_t>(chosenRows[i]) : i;
        const float value = computer.distance_to_code(codes.codes.data() + row * codes.code_size);
        const float score = 0.0f + sign * value;
        if (score >= target.threshold() && eligible.has(q, row)) target.offer(score, labels_[row]);
      }
    }
  };
  inParallel(request.threads, byQuery ? m : compared, byQuery ? 1 : codePortion, [&](Portions& portions, int worker) {
    std::unique_ptr<faiss::FlatCodesDistanceComputer> computer(codes.get_FlatCodesDistanceComputer());
    if (!byQuery) nearest[worker].assign(m, Nearest(k));
    for (Range own; portions.next(own);) {
      for (size_t q = own.begin; byQuery && q < own.end; q++) {
        Nearest found(k);
        compare(*computer, q, {0, compared}, found);
        found.write(&out.ids[q * k], &out.scores[q * k]);
      }
      for (size_t q = 0; !byQuery && q < m; q++) compare(*computer, q, own, nearest[worker][q]);
    }
  });
  if (!byQuery) writeMerged(nearest, m, k, out);
}

}  // namespace ranklab
