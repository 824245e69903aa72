#pragma once

#include <atomic>
#include <memory>

namespace ranklab {

/** Shared by the caller and a running operation: one asks to stop, the other says how far it is. */
struct Progress {
  std::atomic<bool> cancelled{false};
  std::atomic<double> fraction{0.0};

  /** Throws CANCELLED once the caller has given up. */
  void check() const;
};

/**
 * For the lifetime of this object, on the thread that made it: FAISS uses `threads` threads and stops training when
 * `progress` is cancelled.
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
