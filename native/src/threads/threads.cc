// Yielding the CPU, the state of FaissScope, and FAISS's interrupt callback.
// Called through threads.h.
// The state is per thread: two indexes may train at once.
#include "threads/threads.h"

#include <chrono>
#include <mutex>
#include <thread>

#include <faiss/impl/AuxIndexStructures.h>
#include <omp.h>

#include "errors.h"

namespace ranklab {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto turn = std::chrono::microseconds(500);
thread_local Clock::time_point sliceStart;

}  // namespace

void restartYieldTimer() { sliceStart = Clock::now(); }

void yieldIfDue() {
  if (Clock::now() - sliceStart < turn) return;
  std::this_thread::yield();
  restartYieldTimer();
}

void Progress::check() const {
  yieldIfDue();
  if (cancelled.load(std::memory_order_relaxed)) throw CodedError("CANCELLED", "Cancelled");
}

namespace {

/** FAISS has one interrupt callback per process; the result depends on the operation of the calling thread. */
thread_local const Progress* current = nullptr;
thread_local int currentThreads = 1;

struct Interrupt : faiss::InterruptCallback {
  bool want_interrupt() override { return current && current->cancelled.load(std::memory_order_relaxed); }
};

void installInterrupt() {
  static std::once_flag once;
  std::call_once(once, [] { faiss::InterruptCallback::instance.reset(new Interrupt()); });
}

}  // namespace

FaissScope::FaissScope(int threads, const Progress* progress, int loopThreads)
    : previousLoopThreads_(omp_get_max_threads()), previousThreads_(currentThreads), previousProgress_(current) {
  installInterrupt();
  restartYieldTimer();
  omp_set_num_threads(loopThreads > 0 ? loopThreads : 1);
  currentThreads = threads > 0 ? threads : 1;
  current = progress;
}

FaissScope::~FaissScope() {
  current = previousProgress_;
  currentThreads = previousThreads_;
  omp_set_num_threads(previousLoopThreads_);
}

int FaissScope::threads() { return currentThreads; }

const Progress* FaissScope::progress() { return current; }

}  // namespace ranklab
