// Comparisons of float32 vectors, chosen when the addon is loaded: AVX-512, AVX2 or generic.
// Used by search/, training/, dispatch-flat.cc and stage.cc through kernels().
// All use the same summation order, so that scores depend neither on threads nor on batches.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ranklab {

/**
 * Exact comparisons of float32 vectors, chosen at run time by the processor's flags.
 *
 * Every variant sums in the same order: element i goes to lane i mod 16, and the sixteen lanes are added as a fixed tree. So a
 * score does not depend on how many queries or rows were compared at once, nor on the number of threads, and AVX2 and
 * AVX-512 agree to the last bit; the generic variant rounds each product and agrees to about 1e-6 of the vectors' lengths.
 */
struct Kernels {
  const char* name;
  float (*innerProduct)(const float* a, const float* b, size_t dimension);
  float (*squaredL2)(const float* a, const float* b, size_t dimension);
  /** out[q * stride + r] for queries (queryCount × dimension) against rows (rowCount × dimension), both row-major. */
  void (*innerProductBlock)(const float* queries, size_t queryCount, const float* rows, size_t rowCount, size_t dimension, float* out,
                            size_t stride);
  void (*squaredL2Block)(const float* queries, size_t queryCount, const float* rows, size_t rowCount, size_t dimension, float* out,
                         size_t stride);
  /** out[r] for one query against scattered rows. */
  void (*innerProductScattered)(const float* query, const float* const* rows, size_t rowCount, size_t dimension, float* out);
  void (*squaredL2Scattered)(const float* query, const float* const* rows, size_t rowCount, size_t dimension, float* out);
  /**
   * The row of firstRow … rowCount − 1 that is nearest to each query, where larger scores are nearer: replaces the values
   * in `best` and `bestRows` if it is nearer. The rows are packed by packRows, from `firstRow` on, a multiple of 16.
   * Elements are summed one after the other, not in the order of the others above.
   */
  void (*nearestInnerProductPacked)(const float* queries, size_t queryCount, const float* packed, size_t firstRow, size_t rowCount,
                                    size_t dimension, float* best, uint32_t* bestRows);
  void (*nearestSquaredL2Packed)(const float* queries, size_t queryCount, const float* packed, size_t firstRow, size_t rowCount,
                                 size_t dimension, float* best, uint32_t* bestRows);
  /** Whether every |value| is at most `limit`, a finite number of 0 or more; NaN and the infinities are not. */
  bool (*allWithin)(const float* values, size_t count, float limit);
  /** Copies all values and returns the same check, which is free because the copy is limited by memory bandwidth. */
  bool (*copyWithin)(float* target, const float* values, size_t count, float limit);
};

extern const Kernels genericKernels;
extern const Kernels avx2Kernels;
extern const Kernels avx512Kernels;

/** The fastest kernels that this CPU supports, unless selectKernels chose others. */
const Kernels& kernels();

/** Chooses by name ("generic", "avx2", "avx512"; "auto" for the best); false when unknown or unsupported here. */
bool selectKernels(const char* name);

}  // namespace ranklab
