// The pool of helper threads behind inParallel.
// Called through parallel.h.
// Helpers are started once and sleep between pieces of work.
#include "threads/parallel.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "platform/system.h"
#include "threads/threads.h"

namespace ranklab {
namespace {

/** A task that helpers may join; lives on the caller's stack, and is removed from the queue before the caller returns. */
struct Work {
  Portions& portions;
  const Share& share;
  const int maxHelpers;
  int helpers = 0;  // that have joined
  int active = 0;   // of them still running
  std::exception_ptr failure;
  std::condition_variable ended;
};

/**
 * Worker threads shared by all searches of the process. OpenMP keeps a team for every thread that ever called it, here every
 * thread of Node's pool: waking a sleeping team takes longer than a short search, and a spinning team takes a CPU from the
 * event loop.
 */
class Helpers {
 public:
  /** Never destroyed, because the threads wait in it until the process ends. */
  static Helpers& ofProcess() {
    static auto* helpers = new Helpers();
    return *helpers;
  }

  void run(Work& work) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      start(work.maxHelpers);
      waiting_.push_back(&work);
    }
    for (int i = 0; i < work.maxHelpers; i++) wake_.notify_one();
    takePart(work, 0);
    std::unique_lock<std::mutex> lock(mutex_);
    waiting_.erase(std::remove(waiting_.begin(), waiting_.end(), &work), waiting_.end());
    work.ended.wait(lock, [&work] { return work.active == 0; });
  }

 private:
  /** As many threads as the largest request so far; fewer if the system refuses more. */
  void start(int wanted) {
    try {
      for (; count_ < wanted; count_++) {
        if (count_ == 0) keepLoaded();
        std::thread([this] { serve(); }).detach();
      }
    } catch (const std::system_error&) {
      // The caller does the work of threads that could not be started.
    }
  }

  /** Node unloads an addon when the last worker thread that used it ends; the helpers' code must stay loaded. */
  static void keepLoaded() { platform::keepLoaded(reinterpret_cast<const void*>(&keepLoaded)); }

  void serve() {
    // The event loop goes first when CPUs are scarce.
    platform::lowerPriority();
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return !waiting_.empty(); });
      Work& work = *waiting_.front();
      const int worker = ++work.helpers;
      work.active++;
      if (work.helpers == work.maxHelpers || work.portions.allTaken()) waiting_.pop_front();
      lock.unlock();
      takePart(work, worker);
      lock.lock();
      if (--work.active == 0) work.ended.notify_all();
    }
  }

  void takePart(Work& work, int worker) {
    if (worker > 0 && work.portions.allTaken()) return;
    restartYieldTimer();
    try {
      work.share(work.portions, worker);
    } catch (...) {
      work.portions.stop();
      std::lock_guard<std::mutex> lock(mutex_);
      if (!work.failure) work.failure = std::current_exception();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work*> waiting_;
  int count_ = 0;
};

}  // namespace

void inParallel(int threads, size_t total, size_t size, const Share& share) {
  if (total == 0) return;
  Portions portions(total, size);
  const size_t portionCount = (total + std::max<size_t>(1, size) - 1) / std::max<size_t>(1, size);
  const int helpers = static_cast<int>(std::min<size_t>(static_cast<size_t>(std::max(1, threads)), portionCount)) - 1;
  if (helpers == 0) {
    share(portions, 0);
    return;
  }
  Work work{portions, share, helpers, 0, 0, nullptr, {}};
  Helpers::ofProcess().run(work);
  if (work.failure) std::rethrow_exception(work.failure);
}

}  // namespace ranklab
