// The kernels for AVX2 and for AVX-512: for each a Lanes over its registers, then the shared body of kernels-body.inc.
// Called through the tables avx2Kernels and avx512Kernels, which kernels.cc selects by the CPU's flags.
// On other architectures the tables are empty and never selected.
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
#include "kernels/lanes-x86-sums.inc"
};

constexpr int queryTile = 4, sharedRowTile = 1, shortRowTile = 4, singleRowTile = 4, packedQueryTile = 2, packedBlockTile = 2;

#include "kernels/kernels-body.inc"

}  // namespace avx2
}  // namespace

const Kernels avx2Kernels = avx2::table("avx2");

}  // namespace ranklab

RANKLAB_TARGET_END

RANKLAB_TARGET_BEGIN("avx2,fma,avx512f,avx512dq")

namespace ranklab {
namespace {
namespace avx512 {

struct Lanes {
  __m512 lanes;

  static inline __attribute__((always_inline)) Lanes zero() { return {_mm512_setzero_ps()}; }
  static inline __attribute__((always_inline)) Lanes all(float x) { return {_mm512_set1_ps(x)}; }
  static inline __attribute__((always_inline)) Lanes load(const float* p) { return {_mm512_loadu_ps(p)}; }
  static inline __attribute__((always_inline)) Lanes loadPartial(const float* p, size_t count) {
    return {_mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << count) - 1u), p)};
  }
  inline __attribute__((always_inline)) bool anyAbove(float x) const {
    return _mm512_cmp_ps_mask(lanes, _mm512_set1_ps(x), _CMP_GT_OQ) != 0;
  }
  inline __attribute__((always_inline)) void store(float* p) const { _mm512_storeu_ps(p, lanes); }
  inline __attribute__((always_inline)) Lanes subtract(const Lanes& x) const { return {_mm512_sub_ps(lanes, x.lanes)}; }
  inline __attribute__((always_inline)) void multiplyAdd(const Lanes& a, const Lanes& b) { lanes = _mm512_fmadd_ps(a.lanes, b.lanes, lanes); }
  inline __attribute__((always_inline)) __m256 folded() const {
    return _mm256_add_ps(_mm512_castps512_ps256(lanes), _mm512_extractf32x8_ps(lanes, 1));
  }
#include "kernels/lanes-x86-sums.inc"
};

constexpr int queryTile = 4, sharedRowTile = 4, shortRowTile = 4, singleRowTile = 8, packedQueryTile = 4, packedBlockTile = 4;

#include "kernels/kernels-body.inc"

}  // namespace avx512
}  // namespace

const Kernels avx512Kernels = avx512::table("avx512");

}  // namespace ranklab

RANKLAB_TARGET_END

#else
namespace ranklab {
const Kernels avx2Kernels = {"avx2", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
const Kernels avx512Kernels = {"avx512", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
}  // namespace ranklab
#endif
