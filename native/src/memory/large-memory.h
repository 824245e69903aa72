// Touches new memory and returns old memory to the system in pieces, so that the event loop is not held up.
// Used by vector-index.cc, vector-index-fill.cc and stage.cc, off the JavaScript thread.
// Does nothing where the system has no such calls.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "threads/threads.h"

namespace ranklab {

/** The whole pages of a piece of memory; none where there are none. */
struct Pages {
  uintptr_t begin, end;

  Pages(void* start, size_t bytes, size_t size)
      : begin((reinterpret_cast<uintptr_t>(start) + size - 1) / size * size),
        end(std::max(begin, (reinterpret_cast<uintptr_t>(start) + bytes) / size * size)) {}
};

/**
 * Touches memory that was asked for and may never have been used, which is most of the time of a bulk load and none of the
 * event loop's business; in large pages, where the system has them on request. What is in it is lost.
 */
inline void touchNewMemory(void* start, size_t bytes) {
#if defined(__linux__)
  constexpr size_t page = 4096;
  const Pages pages(start, bytes, page);
#if defined(MADV_HUGEPAGE)
  if (pages.end - pages.begin >= (size_t{8} << 20)) ::madvise(reinterpret_cast<void*>(pages.begin), pages.end - pages.begin, MADV_HUGEPAGE);
#endif
  PeriodicCheck interval(page);
  for (uintptr_t at = pages.begin; at < pages.end; at += page) {
    *reinterpret_cast<volatile char*>(at) = 0;
    if (interval.due()) yieldIfDue();
  }
#else
  (void)start;
  (void)bytes;
#endif
}

/**
 * Gives large memory that is about to be freed back to the system piece by piece: as a whole, which the allocator would do, it
 * takes milliseconds in which its processor does nothing else. What is in it is lost. Smaller memory the allocator keeps.
 */
inline void releaseMemoryToSystem(void* start, size_t bytes) {
#if defined(__linux__)
  constexpr size_t keptByAllocator = size_t{32} << 20;
  constexpr uintptr_t piece = uintptr_t{2} << 20;
  if (bytes <= keptByAllocator) return;
  // The largest page there is on any system: never a byte beyond.
  const Pages pages(start, bytes, size_t{64} << 10);
  for (uintptr_t at = pages.begin; at < pages.end;) {
    const uintptr_t end = std::min(pages.end, at / piece * piece + piece);
    ::madvise(reinterpret_cast<void*>(at), end - at, MADV_DONTNEED);
    at = end;
    yieldIfDue();
  }
#else
  (void)start;
  (void)bytes;
#endif
}

}  // namespace ranklab
