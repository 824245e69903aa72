#include "dispatch-flat.h"

#include <algorithm>
#include <limits>
#include <memory>

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

}  // namespace

faiss::FlatCodesDistanceComputer* DispatchFlat::get_FlatCodesDistanceComputer() const { return new Computer(*this); }

void DispatchFlat::search(int64_t n, const float* vectors, int64_t k, float* distances, int64_t* rows,
                          const faiss::SearchParameters* parameters) const {
  if (k != 1 || parameters || ntotal == 0) return faiss::IndexFlat::search(n, vectors, k, distances, rows, parameters);
  const bool isL2 = metric_type == faiss::METRIC_L2;
  const auto compare = isL2 ? kernels().squaredL2Block : kernels().innerProductBlock;
  const float sign = isL2 ? -1.0f : 1.0f;
  const size_t dimension = d, count = ntotal;
  const float* stored = get_xb();
  const size_t rowBlock = std::clamp<size_t>(rowBlockBytes / (dimension * sizeof(float)), 16, 256);
  const Progress* progress = FaissScope::progress();
  inParallel(FaissScope::threads(), n, vectorBlock, [&](Portions& portions, int) {
    float scores[vectorBlock * 256];
    for (Range own; portions.next(own);) {
      progress ? progress->check() : giveWay();
      const size_t width = own.end - own.begin;
      float best[vectorBlock];
      std::fill(best, best + width, -std::numeric_limits<float>::infinity());
      std::fill(rows + own.begin, rows + own.end, 0);
      for (size_t row = 0; row < count; row += rowBlock) {
        const size_t height = std::min(rowBlock, count - row);
        compare(vectors + own.begin * dimension, width, stored + row * dimension, height, dimension, scores, rowBlock);
        for (size_t i = 0; i < width; i++)
          for (size_t j = 0; j < height; j++) {
            const float score = sign * scores[i * rowBlock + j];
            if (score > best[i]) {
              best[i] = score;
              rows[own.begin + i] = static_cast<int64_t>(row + j);
            }
          }
      }
      for (size_t i = 0; i < width; i++) distances[own.begin + i] = sign * best[i];
    }
  });
}

}  // namespace ranklab
