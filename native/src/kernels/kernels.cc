// The generic kernels and the choice among the three tables.
// Called by everything that compares vectors, through kernels().
// selectKernels is for tests and benchmarks (addon.cc, useKernels).
#include "kernels/kernels.h"

#include <atomic>
#include <cstdint>
#include <cstring>

namespace ranklab {
namespace {
namespace generic {

typedef float Four __attribute__((vector_size(16)));

struct Lanes {
  Four part[4];

  static inline __attribute__((always_inline)) Lanes zero() { return {}; }
  static inline __attribute__((always_inline)) Lanes all(float x) {
    const Four four = {x, x, x, x};
    return {{four, four, four, four}};
  }
  static inline __attribute__((always_inline)) Lanes load(const float* p) {
    Lanes lanes;
    std::memcpy(&lanes.part, p, sizeof lanes.part);
    return lanes;
  }
  static inline __attribute__((always_inline)) Lanes loadPartial(const float* p, size_t count) {
    float padded[16] = {};
    std::memcpy(padded, p, count * sizeof(float));
    return load(padded);
  }
  inline __attribute__((always_inline)) bool anyAbove(float x) const {
    int above = 0;
    for (int i = 0; i < 4; i++)
      for (int j = 0; j < 4; j++) above |= part[i][j] > x;
    return above != 0;
  }
  inline __attribute__((always_inline)) void store(float* p) const { std::memcpy(p, &part, sizeof part); }
  inline __attribute__((always_inline)) Lanes subtract(const Lanes& x) const {
    return {{part[0] - x.part[0], part[1] - x.part[1], part[2] - x.part[2], part[3] - x.part[3]}};
  }
  inline __attribute__((always_inline)) void multiplyAdd(const Lanes& a, const Lanes& b) {
    for (int i = 0; i < 4; i++) part[i] += a.part[i] * b.part[i];
  }
  inline __attribute__((always_inline)) float sum() const {
    const Four low = part[0] + part[2], high = part[1] + part[3];
    return ((low[0] + low[1]) + (low[2] + low[3])) + ((high[0] + high[1]) + (high[2] + high[3]));
  }
  static inline __attribute__((always_inline)) void sumFour(const Lanes& a, const Lanes& b, const Lanes& c, const Lanes& d, float* out) {
    out[0] = a.sum();
    out[1] = b.sum();
    out[2] = c.sum();
    out[3] = d.sum();
  }
};

constexpr int queryTile = 2, sharedRowTile = 1, shortRowTile = 2, singleRowTile = 2, packedQueryTile = 2, packedBlockTile = 1;

#include "kernels/kernels-body.inc"

}  // namespace generic

const Kernels* best() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return &avx512Kernels;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &avx2Kernels;
#endif
  return &genericKernels;
}

std::atomic<const Kernels*> selected{nullptr};

}  // namespace

const Kernels genericKernels = generic::table("generic");

const Kernels& kernels() {
  const Kernels* chosen = selected.load(std::memory_order_relaxed);
  if (chosen) return *chosen;
  chosen = best();
  selected.store(chosen, std::memory_order_relaxed);
  return *chosen;
}

bool selectKernels(const char* name) {
  const Kernels* top = best();
  const Kernels* wanted = nullptr;
  if (!std::strcmp(name, "auto")) wanted = top;
  if (!std::strcmp(name, "generic")) wanted = &genericKernels;
  if (!std::strcmp(name, "avx2") && top != &genericKernels) wanted = &avx2Kernels;
  if (!std::strcmp(name, "avx512") && top == &avx512Kernels) wanted = &avx512Kernels;
  if (!wanted) return false;
  selected.store(wanted, std::memory_order_relaxed);
  return true;
}

}  // namespace ranklab
