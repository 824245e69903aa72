#include "kernels/kernels.h"

#include <cstdint>

#if defined(__x86_64__)

#include <immintrin.h>

#include "kernels/simd-target.h"

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

constexpr int queryTile = 4, sharedRowTile = 4, shortRowTile = 4, singleRowTile = 8, packedQueryTile = 4, packedBlockTile = 4;

#include "kernels/kernels-body.inc"

}  // namespace avx512
}  // namespace

const Kernels avx512Kernels = {"avx512", avx512::one<false>, avx512::one<true>, avx512::block<false>, avx512::block<true>,
                               avx512::scattered<false>, avx512::scattered<true>, avx512::nearestPacked<false>, avx512::nearestPacked<true>,
                               avx512::allWithin, avx512::copyWithin};

}  // namespace ranklab

RANKLAB_TARGET_END

#else
namespace ranklab {
const Kernels avx512Kernels = {"avx512", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
}
#endif
