#pragma once

#include <algorithm>
#include <exception>
#include <mutex>

#include <omp.h>

namespace ranklab {

/**
 * Runs body(part, partCount) for every part on up to `threads` threads. An exception in one part is thrown here once all
 * have ended: none may leave a parallel region.
 */
template <class Body>
void inParallel(int threads, Body body) {
  const int count = std::max(1, threads);
  if (count == 1) {
    body(0, 1);
    return;
  }
  std::exception_ptr failure;
  std::mutex guard;
#pragma omp parallel for num_threads(count) schedule(static, 1)
  for (int part = 0; part < count; part++) {
    try {
      body(part, count);
    } catch (...) {
      std::lock_guard<std::mutex> lock(guard);
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

/** The half-open range of `total` items that is part `part` of `partCount`. */
struct Range {
  size_t begin, end;
  Range(size_t total, int part, int partCount)
      : begin(total * static_cast<size_t>(part) / static_cast<size_t>(partCount)),
        end(total * static_cast<size_t>(part + 1) / static_cast<size_t>(partCount)) {}
};

}  // namespace ranklab
