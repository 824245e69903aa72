#include "kernels/kernels.h"

#include <cstdint>

#if defined(__x86_64__)

#include <immintrin.h>

#include "kernels/simd-target.h"

RANKLAB_TARGET_BEGIN("avx2,fma")

namespace ranklab {
namespace {
namespace avx2 {

alignas(32) const int maskTable[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};

struct Lanes {
  __m256 low, high;

  static inline __attribute__((always_inline)) Lanes zero() { return {_mm256_setzero_ps(), _mm256_setzero_ps()}; }
  static inline __attribute__((always_inline)) Lanes all(float x) { return {_mm256_set1_ps(x), _mm256_set1_ps(x)}; }
  static inline __attribute__((always_inline)) Lanes load(const float* p) { return {_mm256_loadu_ps(p), _mm256_loadu_ps(p + 8)}; }
  static inline __attribute__((always_inline)) Lanes loadPartial(const float* p, size_t count) {
    const size_t lowCount = count < 8 ? count : 8;
    const __m256i lowMask = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(maskTable + 8 - lowCount));
    const __m256i highMask = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(maskTable + 8 - (count - lowCount)));
    return {_mm256_maskload_ps(p, lowMask), _mm256_maskload_ps(p + lowCount, highMask)};
  }
  inline __attribute__((always_inline)) bool anyAbove(float x) const {
    const __m256 limit = _mm256_set1_ps(x);
    return _mm256_movemask_ps(_mm256_or_ps(_mm256_cmp_ps(low, limit, _CMP_GT_OQ), _mm256_cmp_ps(high, limit, _CMP_GT_OQ))) != 0;
  }
  inline __attribute__((always_inline)) void store(float* p) const {
    _mm256_storeu_ps(p, low);
    _mm256_storeu_ps(p + 8, high);
  }
  inline __attribute__((always_inline)) Lanes subtract(const Lanes& x) const {
    return {_mm256_sub_ps(low, x.low), _mm256_sub_ps(high, x.high)};
  }
  inline __attribute__((always_inline)) void multiplyAdd(const Lanes& a, const Lanes& b) {
    low = _mm256_fmadd_ps(a.low, b.low, low);
    high = _mm256_fmadd_ps(a.high, b.high, high);
  }
  inline __attribute__((always_inline)) __m256 folded() const { return _mm256_add_ps(low, high); }
  static inline __attribute__((always_inline)) void sumFour(const Lanes& a, const Lanes& b, const Lanes& c, const Lanes& d, float* out) {
    const __m256 ab = _mm256_hadd_ps(a.folded(), b.folded());
    const __m256 cd = _mm256_hadd_ps(c.folded(), d.folded());
    const __m256 all = _mm256_hadd_ps(ab, cd);
    _mm_storeu_ps(out, _mm_add_ps(_mm256_castps256_ps128(all), _mm256_extractf128_ps(all, 1)));
  }
  inline __attribute__((always_inline)) float sum() const {
    const __m256 whole = folded();
    const __m256 pairs = _mm256_hadd_ps(whole, whole);
    const __m256 quads = _mm256_hadd_ps(pairs, pairs);
    return _mm_cvtss_f32(_mm_add_ss(_mm256_castps256_ps128(quads), _mm256_extractf128_ps(quads, 1)));
  }
};

constexpr int queryTile = 4, sharedRowTile = 1, shortRowTile = 4, singleRowTile = 4, packedQueryTile = 2, packedBlockTile = 2;

#include "kernels/kernels-body.inc"

}  // namespace avx2
}  // namespace

const Kernels avx2Kernels = {"avx2", avx2::one<false>, avx2::one<true>, avx2::block<false>, avx2::block<true>,
                               avx2::scattered<false>, avx2::scattered<true>, avx2::nearestPacked<false>, avx2::nearestPacked<true>,
                               avx2::allWithin, avx2::copyWithin};

}  // namespace ranklab

RANKLAB_TARGET_END

#else
namespace ranklab {
const Kernels avx2Kernels = {"avx2", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
}
#endif
