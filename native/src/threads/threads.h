// Progress and cancellation, the number of threads FAISS uses, and yielding to threads that wait.
// Used by every loop that takes long.
// FaissScope is set where a call enters FAISS.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>

namespace ranklab {

/**
 * Yields the processor to waiting threads, the event loop among them, at most twice a millisecond: where all processors compute,
 * they would otherwise wait for the system's next tick. Called often by loops that take long.
 */
void yieldIfDue();

/** Bytes that are read, written or summed between two yields: some tens of microseconds. */
constexpr size_t pieceBytes = size_t{256} << 10;

/** For loops over rows: says when the clock is due to be read, which takes longer than comparing a row. */
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

/** Shared by the caller and a running operation: one asks to stop, the other says how far it is. */
struct Progress {
  std::atomic<bool> cancelled{false};
  std::atomic<double> fraction{0.0};

  /** Throws CANCELLED once the caller has cancelled; yields when due. */
  void check() const;
};

/** Starts the timer of yields on the calling thread: time before this call does not count. */
void restartYieldTimer();

/**
 * For the lifetime of this object, on the thread that made it: FAISS uses `threads` threads and stops training when
 * `progress` is cancelled. The timer of yields starts again: the first comes after half a millisecond.
 */
class FaissScope {
 public:
  FaissScope(int threads, const Progress* progress) : FaissScope(threads, progress, threads) {}
  /** `loopThreads`: of FAISS's own parallel loops, which do not give way; what it asks of us is done with `threads`. */
  FaissScope(int threads, const Progress* progress, int loopThreads);
  ~FaissScope();
  FaissScope(const FaissScope&) = delete;
  FaissScope& operator=(const FaissScope&) = delete;

  /** Of the innermost scope of the calling thread; 1 and none where there is none. */
  static int threads();
  static const Progress* progress();

 private:
  int previousLoopThreads_;
  int previousThreads_;
  const Progress* previousProgress_;
};

}  // namespace ranklab
