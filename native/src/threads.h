#pragma once

#include <atomic>
#include <memory>

namespace ranklab {

/**
 * Lets threads that wait for this processor have it, the event loop among them: where all processors compute, it would
 * otherwise wait for the system's next tick. For loops that take long; called often, it acts twice a millisecond.
 */
void giveWay();

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
  FaissScope(int threads, const Progress* progress);
  ~FaissScope();
  FaissScope(const FaissScope&) = delete;
  FaissScope& operator=(const FaissScope&) = delete;

 private:
  int previousThreads_;
  const Progress* previousProgress_;
};

}  // namespace ranklab
