#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace ranklab {

/**
 * Touches memory that was asked for and may never have been used, which is most of the time of a bulk load and none of the
 * event loop's business; in large pages, where the system has them on request. What is in it is lost.
 */
inline void touchNewMemory(void* start, size_t bytes) {
#if defined(__linux__)
  constexpr uintptr_t page = 4096;
  const auto first = (reinterpret_cast<uintptr_t>(start) + page - 1) / page * page;
  const auto end = (reinterpret_cast<uintptr_t>(start) + bytes) / page * page;
  if (end <= first) return;
#if defined(MADV_HUGEPAGE)
  if (end - first >= (size_t{8} << 20)) ::madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#endif
  for (uintptr_t at = first; at < end; at += page) *reinterpret_cast<volatile char*>(at) = 0;
#else
  (void)start;
  (void)bytes;
#endif
}

}  // namespace ranklab
