// Splits a task between the calling thread and helpers of the addon's pool.
// Used by searches, fills and k-means.
// The caller starts immediately and never waits for a helper to wake up.
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

/** Distributes the items of one task, a few at a time, to the threads that request them. */
class Portions {
 public:
  Portions(size_t total, size_t size) : total_(total), size_(std::max<size_t>(1, size)) {}

  /** Takes the next items; false once there are none left, or once another thread has failed. */
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

/** One thread's share: takes portions until none are left. `worker` is from 0 to the number of threads − 1. */
using Share = std::function<void(Portions& portions, int worker)>;

/**
 * Processes `total` items on the calling thread and on up to `threads` − 1 helpers, in portions of `size` items. The caller
 * starts immediately and helpers join when they are awake, so that even short tasks can be shared. The caller's share is always
 * called, as worker 0; a late helper is skipped. An exception in one share is rethrown here once all have ended.
 */
void inParallel(int threads, size_t total, size_t size, const Share& share);

/** The size at which every thread gets about two portions, for work that benefits from large ones. */
inline size_t largePortion(size_t total, int threads) {
  return (total + static_cast<size_t>(threads) * 2 - 1) / (static_cast<size_t>(threads) * 2);
}

}  // namespace ranklab
