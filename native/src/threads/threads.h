#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>

namespace ranklab {

/**
 * Lets threads that wait for this processor have it, the event loop among them: where all processors compute, it would
 * otherwise wait for the system's next tick. For loops that take long; called often, it acts twice a millisecond.
 */
void giveWay();

/** What is read, written or summed before the event loop may come in: some tens of microseconds. */
constexpr size_t pieceBytes = size_t{256} << 10;

/** For loops over rows: when it is time for a look at the clock, which takes longer than many a row does. */
class Looks {
 public:
  explicit Looks(size_t bytesPerRow) : every_(std::max<size_t>(1, bytesBetween / std::max<size_t>(1, bytesPerRow))) {}

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

  /** Throws CANCELLED once the caller has given up; gives way meanwhile. */
  void check() const;
};

/** The calling thread begins something: what it did before does not count. */
void beginTurn();

/**
 * For the lifetime of this object, on the thread that made it: FAISS uses `threads` threads and stops training when
 * `progress` is cancelled. What follows is a turn of its own: half a millisecond passes before it gives way.
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
