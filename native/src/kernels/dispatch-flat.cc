// Search and distances of DispatchFlat.
// Called by FAISS when it builds graphs and assigns vectors to lists.
// User searches do not use it: see search/.
#include "kernels/dispatch-flat.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include <omp.h>

#include "search/nearest.h"
#include "threads/parallel.h"
#include "threads/threads.h"

namespace ranklab {
namespace {

struct Computer : faiss::FlatCodesDistanceComputer {
  using Compare = float (*)(const float*, const float*, size_t);

  Computer(const DispatchFlat& storage)
      : faiss::FlatCodesDistanceComputer(storage.codes.data(), storage.code_size),
        dimension(storage.d),
        compare(storage.metric_type == faiss::METRIC_L2 ? kernels().squaredL2 : kernels().innerProduct) {}

  /** Called once for each vector that is added to a graph. */
  void set_query(const float* x) override {
    yieldIfDue();
    query = x;
  }
  float distance_to_code(const uint8_t* code) override { return compare(query, reinterpret_cast<const float*>(code), dimension); }
  float symmetric_dis(int64_t i, int64_t j) override { return compare(row(i), row(j), dimension); }

  const float* row(int64_t i) const { return reinterpret_cast<const float*>(codes + i * code_size); }

  const float* query = nullptr;
  size_t dimension;
  Compare compare;
};

constexpr size_t vectorBlock = 16;
/** Rows compared between yields to the event loop: a multiple of every kernel's tile size. */
constexpr size_t packedRows = 64;
constexpr size_t rowBlockBytes = 256 * 1024;
constexpr size_t maxRowsInBlock = 256;

/** Packing the rows is faster from this number of vectors on. */
constexpr size_t fewestPacked = 64;

/** Threads and progress for our own loops; FAISS's threads neither share their work nor propagate exceptions. */
struct CallContext {
  const bool insideParallel = omp_in_parallel() != 0;
  const int threads = insideParallel ? 1 : FaissScope::threads();
  const Progress* const progress = insideParallel ? nullptr : FaissScope::progress();

  void look() const { progress ? progress->check() : yieldIfDue(); }
};

/** Blocks of sixteen rows, element j of all sixteen side by side; the last is padded with zeros. */
std::vector<float> packRows(const float* rows, size_t count, size_t dimension) {
  std::vector<float> packed((count + 15) / 16 * 16 * dimension);
  PeriodicCheck interval(dimension * sizeof(float));
  for (size_t row = 0; row < count; row++) {
    if (interval.due()) yieldIfDue();
    float* block = &packed[row / 16 * 16 * dimension + row % 16];
    for (size_t j = 0; j < dimension; j++) block[j * 16] = rows[row * dimension + j];
  }
  return packed;
}

/** The nearest row of each of many vectors, used to train and to fill lists. */
void searchNearest(const faiss::IndexFlat& index, size_t n, const float* vectors, float* distances, int64_t* nearest) {
  const bool isL2 = index.metric_type == faiss::METRIC_L2;
  const auto find = isL2 ? kernels().nearestSquaredL2Packed : kernels().nearestInnerProductPacked;
  const auto compare = isL2 ? kernels().squaredL2 : kernels().innerProduct;
  const size_t dimension = static_cast<size_t>(index.d), count = static_cast<size_t>(index.ntotal);
  const float* rows = index.get_xb();
  const std::vector<float> packed = packRows(rows, count, dimension);
  const CallContext around;
  inParallel(around.threads, n, vectorBlock, [&](Portions& portions, int) {
    for (Range own; portions.next(own);) {
      const float* queries = vectors + own.begin * dimension;
      const size_t width = own.end - own.begin;
      float best[vectorBlock];
      uint32_t bestRows[vectorBlock] = {};
      std::fill(best, best + width, -std::numeric_limits<float>::infinity());
      for (size_t row = 0; row < count; row += packedRows) {
        around.look();
        find(queries, width, &packed[row * dimension], row, std::min(count, row + packedRows), dimension, best, bestRows);
      }
      for (size_t i = 0; i < width; i++) {
        // A vector that cannot be compared (NaN) has no nearest row.
        const bool found = best[i] > -std::numeric_limits<float>::infinity();
        nearest[own.begin + i] = found ? static_cast<int64_t>(bestRows[i]) : -1;
        distances[own.begin + i] = compare(queries + i * dimension, rows + bestRows[i] * dimension, dimension);
      }
    }
  });
}

/** The k nearest rows of each vector. */
void searchRows(const faiss::IndexFlat& index, size_t n, const float* vectors, size_t k, float* distances, int64_t* rows) {
  const bool isL2 = index.metric_type == faiss::METRIC_L2;
  const auto compare = isL2 ? kernels().squaredL2Block : kernels().innerProductBlock;
  const float sign = isL2 ? -1.0f : 1.0f;
  const size_t dimension = static_cast<size_t>(index.d), count = static_cast<size_t>(index.ntotal);
  const size_t rowBlock = std::clamp<size_t>(rowBlockBytes / (dimension * sizeof(float)), 16, maxRowsInBlock);
  const CallContext around;
  inParallel(around.threads, n, vectorBlock, [&](Portions& portions, int) {
    float scores[vectorBlock * maxRowsInBlock];
    for (Range own; portions.next(own);) {
      const size_t width = own.end - own.begin;
      std::vector<Nearest> nearest(width, Nearest(k));
      for (size_t row = 0; row < count; row += rowBlock) {
        around.look();
        const size_t height = std::min(rowBlock, count - row);
        compare(vectors + own.begin * dimension, width, index.get_xb() + row * dimension, height, dimension, scores, rowBlock);
        for (size_t i = 0; i < width; i++)
          for (size_t j = 0; j < height; j++) nearest[i].offer(sign * scores[i * rowBlock + j], static_cast<int64_t>(row + j));
      }
      for (size_t i = 0; i < width; i++) {
        const size_t place = (own.begin + i) * k;
        nearest[i].write(rows + place, distances + place);
        for (size_t j = 0; j < k; j++) distances[place + j] *= sign;
      }
    }
  });
}

}  // namespace

faiss::FlatCodesDistanceComputer* DispatchFlat::get_FlatCodesDistanceComputer() const { return new Computer(*this); }

void DispatchFlat::search(int64_t n, const float* vectors, int64_t k, float* distances, int64_t* rows,
                          const faiss::SearchParameters* parameters) const {
  if (k < 1 || parameters || ntotal == 0) return faiss::IndexFlat::search(n, vectors, k, distances, rows, parameters);
  const size_t count = static_cast<size_t>(n);
  if (k == 1 && count >= fewestPacked && ntotal <= UINT32_MAX) return searchNearest(*this, count, vectors, distances, rows);
  searchRows(*this, count, vectors, static_cast<size_t>(k), distances, rows);
}

}  // namespace ranklab
