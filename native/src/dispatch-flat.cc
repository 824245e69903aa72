#include "dispatch-flat.h"

#include <algorithm>
#include <limits>
#include <vector>

#include <omp.h>

#include "nearest.h"
#include "parallel.h"
#include "threads.h"

namespace ranklab {
namespace {

struct Computer : faiss::FlatCodesDistanceComputer {
  using Compare = float (*)(const float*, const float*, size_t);

  Computer(const DispatchFlat& storage)
      : faiss::FlatCodesDistanceComputer(storage.codes.data(), storage.code_size),
        dimension(storage.d),
        compare(storage.metric_type == faiss::METRIC_L2 ? kernels().squaredL2 : kernels().innerProduct) {}

  /** Comes once for each vector that is added to a graph. */
  void set_query(const float* x) override {
    giveWay();
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
constexpr size_t rowBlockBytes = 256 * 1024;
constexpr size_t mostRowsInBlock = 256;

/** The k nearest of each vector, larger scores for nearer. For k = 1, where a list of candidates would cost more than it holds. */
class NearestOne {
 public:
  NearestOne(size_t count, size_t) : best_(count, {-std::numeric_limits<float>::infinity(), 0}) {}
  void offer(size_t vector, float score, int64_t row) {
    if (score > best_[vector].score) best_[vector] = {score, row};
  }
  void write(size_t vector, int64_t* rows, float* scores) const {
    *rows = best_[vector].id;
    *scores = best_[vector].score;
  }

 private:
  std::vector<Found> best_;
};

class NearestFew {
 public:
  NearestFew(size_t count, size_t k) : nearest_(count, Nearest(k)) {}
  void offer(size_t vector, float score, int64_t row) {
    if (score >= nearest_[vector].threshold()) nearest_[vector].offer(score, row);
  }
  void write(size_t vector, int64_t* rows, float* scores) { nearest_[vector].write(rows, scores); }

 private:
  std::vector<Nearest> nearest_;
};

template <class Candidates>
void searchRows(const faiss::IndexFlat& index, size_t n, const float* vectors, size_t k, float* distances, int64_t* rows) {
  const bool isL2 = index.metric_type == faiss::METRIC_L2;
  const auto compare = isL2 ? kernels().squaredL2Block : kernels().innerProductBlock;
  const float sign = isL2 ? -1.0f : 1.0f;
  const size_t dimension = static_cast<size_t>(index.d), count = static_cast<size_t>(index.ntotal);
  const float* stored = index.get_xb();
  const size_t rowBlock = std::clamp<size_t>(rowBlockBytes / (dimension * sizeof(float)), 16, mostRowsInBlock);
  // FAISS's threads neither share their work nor let an exception through.
  const bool amongOthers = omp_in_parallel() != 0;
  const Progress* progress = amongOthers ? nullptr : FaissScope::progress();
  inParallel(amongOthers ? 1 : FaissScope::threads(), n, vectorBlock, [&](Portions& portions, int) {
    float scores[vectorBlock * mostRowsInBlock];
    for (Range own; portions.next(own);) {
      const size_t width = own.end - own.begin;
      Candidates candidates(width, k);
      for (size_t row = 0; row < count; row += rowBlock) {
        progress ? progress->check() : giveWay();
        const size_t height = std::min(rowBlock, count - row);
        compare(vectors + own.begin * dimension, width, stored + row * dimension, height, dimension, scores, rowBlock);
        for (size_t i = 0; i < width; i++)
          for (size_t j = 0; j < height; j++) candidates.offer(i, sign * scores[i * rowBlock + j], static_cast<int64_t>(row + j));
      }
      for (size_t i = 0; i < width; i++) {
        const size_t place = (own.begin + i) * k;
        candidates.write(i, rows + place, distances + place);
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
  const auto search = k == 1 ? searchRows<NearestOne> : searchRows<NearestFew>;
  search(*this, static_cast<size_t>(n), vectors, static_cast<size_t>(k), distances, rows);
}

}  // namespace ranklab
