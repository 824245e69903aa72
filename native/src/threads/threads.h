// Progress and cancellation, the number of threads that FAISS uses, and yielding to waiting threads.
// Used by every long-running loop.
// FaissScope is set where a call enters FAISS.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>

namespace ranklab {

/**
 * Yields the CPU to waiting threads, including the event loop, at most twice a millisecond: when all CPUs are busy, they would
 * otherwise wait for the system's next tick. Called often by long-running loops.
 */
void yieldIfDue();

/** Bytes read, written or summed between two yields; takes some tens of microseconds. */
constexpr size_t pieceBytes = size_t{256} << 10;

/** For loops over rows: decides when to read the clock, which takes longer than comparing a row. */
class PeriodicCheck {
 public:
  explicit PeriodicCheck(size_t bytesPerRow) : every_(std::max<size_t>(1, bytesBetween / std::max<size_t>(1, bytesPerRow))) {}

  /** True for the first row, and once in as many as take some ten microseconds. */
  bool due() {
    if (--left_ > 0) return false;
    left_ = every_;
    return true;
  }

 private:
  static constexpr size_t bytesBetween = size_t{64} << 10;
  size_t every_;
  size_t left_ = 1;
};

/** Shared by the caller and a running operation: the caller cancels, the operation reports its progress. */
struct Progress {
  std::atomic<bool> cancelled{false};
  std::atomic<double> fraction{0.0};

  /** Throws CANCELLED once the caller has cancelled; yields when due. */
  void check() const;
};

/** Starts the yield timer on the calling thread; time before this call does not count. */
void restartYieldTimer();

/**
 * For the lifetime of this object, on the thread that made it: FAISS uses `threads` threads and stops training when
 * `progress` is cancelled. The yield timer restarts, so the first yield comes after half a millisecond.
 */
class FaissScope {
 public:
  FaissScope(int threads, const Progress* progress) : FaissScope(threads, progress, threads) {}
  /** `loopThreads`: threads of FAISS's own parallel loops, which do not yield; calls into our code use `threads`. */
  FaissScope(int threads, const Progress* progress, int loopThreads);
  ~FaissScope();
  FaissScope(const FaissScope&) = delete;
  FaissScope& operator=(const FaissScope&) = delete;

  /** Values of the innermost scope of the calling thread; 1 and null without a scope. */
  static int threads();
  static const Progress* progress();

 private:
  int previousLoopThreads_;
  int previousThreads_;
  const Progress* previousProgress_;
};

}  // namespace ranklab
