// Shares a piece of work between the calling thread and helpers of the addon's pool.
// Used by searches, fills and k-means.
// The caller begins at once and never waits for a helper to wake.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>

namespace ranklab {

/** A half-open range of items. */
struct Range {
  size_t begin, end;
};

/** Hands out the items of one piece of work, a few at a time, to whichever thread asks next. */
class Portions {
 public:
  Portions(size_t total, size_t size) : total_(total), size_(std::max<size_t>(1, size)) {}

  /** The next items that no thread has taken; false once there are none, or once another thread has failed. */
  bool next(Range& own) {
    const size_t begin = next_.fetch_add(size_, std::memory_order_relaxed);
    if (begin >= total_) return false;
    own = {begin, std::min(total_, begin + size_)};
    return true;
  }

  void stop() { next_.store(total_, std::memory_order_relaxed); }
  bool allTaken() const { return next_.load(std::memory_order_relaxed) >= total_; }

 private:
  const size_t total_, size_;
  std::atomic<size_t> next_{0};
};

/** One thread's share: takes portions until there are none. `worker` is from 0 to the number of threads − 1. */
using Share = std::function<void(Portions& portions, int worker)>;

/**
 * Works through `total` items on the calling thread and on up to `threads` − 1 helpers, in portions of `size` items. The
 * caller begins at once and helpers join when they are awake, so that no work is too short to share. The caller's share is
 * always called, as worker 0; a helper that comes too late is not. An exception in one share is thrown here once all ended.
 */
void inParallel(int threads, size_t total, size_t size, const Share& share);

/** A portion that gives every thread about two, for work that gains from large ones. */
inline size_t largePortion(size_t total, int threads) {
  return (total + static_cast<size_t>(threads) * 2 - 1) / (static_cast<size_t>(threads) * 2);
}

}  // namespace ranklab
