#include "threads.h"

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
thread_local Clock::time_point turnBegan;

}  // namespace

void beginTurn() { turnBegan = Clock::now(); }

void giveWay() {
  if (Clock::now() - turnBegan < turn) return;
  std::this_thread::yield();
  beginTurn();
}

void Progress::check() const {
  giveWay();
  if (cancelled.load(std::memory_order_relaxed)) throw CodedError("CANCELLED", "Cancelled");
}

namespace {

/** FAISS asks one object per process; each thread answers for the operation it is running. */
thread_local const Progress* current = nullptr;

struct Interrupt : faiss::InterruptCallback {
  bool want_interrupt() override { return current && current->cancelled.load(std::memory_order_relaxed); }
};

void installInterrupt() {
  static std::once_flag once;
  std::call_once(once, [] { faiss::InterruptCallback::instance.reset(new Interrupt()); });
}

}  // namespace

FaissScope::FaissScope(int threads, const Progress* progress) : previousThreads_(omp_get_max_threads()), previousProgress_(current) {
  installInterrupt();
  beginTurn();
  omp_set_num_threads(threads > 0 ? threads : 1);
  current = progress;
}

FaissScope::~FaissScope() {
  current = previousProgress_;
  omp_set_num_threads(previousThreads_);
}

}  // namespace ranklab
