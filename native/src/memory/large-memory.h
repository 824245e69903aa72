// Pre-faults new memory and returns old memory to the system in pieces, so that the event loop is not blocked.
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

/** The whole pages within a range of memory; may be empty. */
struct Pages {
  uintptr_t begin, end;

  Pages(void* start, size_t bytes, size_t size)
      : begin((reinterpret_cast<uintptr_t>(start) + size - 1) / size * size),
        end(std::max(begin, (reinterpret_cast<uintptr_t>(start) + bytes) / size * size)) {}
};

/**
 * Pre-faults newly allocated memory off the event loop, because page faults take most of the time of a bulk load. Uses large
 * pages where the system offers them on request. The contents are lost.
 */
inline void touchPages(void* start, size_t bytes) {
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
 * Returns large memory that is about to be freed to the system in pieces: the allocator would return it at once, which blocks
 * its CPU for milliseconds. The contents are lost. The allocator keeps smaller memory.
 */
inline void releaseMemoryToSystem(void* start, size_t bytes) {
#if defined(__linux__)
  constexpr size_t keptByAllocator = size_t{32} << 20;
  constexpr uintptr_t piece = uintptr_t{2} << 20;
  if (bytes <= keptByAllocator) return;
  // The largest page size of any system, so that pages beyond the range are never affected.
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
