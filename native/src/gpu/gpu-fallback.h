// Whether searches run on the CPU instead of the GPU: permanently, or until the device is tried again.
// Held by VectorIndex; checked by searchGpu before each search.
// Tested without a GPU by test/native/gpu-logic.test.ts.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>

namespace ranklab {

/** Whether searches run on the CPU instead of the GPU: permanently, or until the device is tried again. */
class GpuFallback {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds firstPause{30}, longestPause{3600};

  bool shouldTry(Clock::time_point now) const {
    std::lock_guard<std::mutex> lock(mutex_);
    return problem_.empty() || (!permanent_ && now >= nextTry_);
  }

  void answered() {
    std::lock_guard<std::mutex> lock(mutex_);
    problem_.clear();
    pause_ = firstPause;
  }

  /** `permanent`: a retry would fail again. Otherwise the pauses between retries grow, since each one may copy the whole index. */
  void failed(const std::string& why, bool permanent, Clock::time_point now) {
    std::lock_guard<std::mutex> lock(mutex_);
    // Concurrent searches fail together and count as one failure.
    if (!permanent && !problem_.empty() && now < nextTry_) return;
    problem_ = why.empty() ? "no reason given" : why;
    permanent_ = permanent;
    nextTry_ = now + pause_;
    pause_ = std::min(2 * pause_, longestPause);
  }

  /** Empty while the GPU is used. */
  std::string problem() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return problem_.empty() || permanent_ ? problem_ : problem_ + "; it is tried again later";
  }

 private:
  mutable std::mutex mutex_;
  std::string problem_;
  bool permanent_ = false;
  Clock::time_point nextTry_;
  std::chrono::seconds pause_ = firstPause;
};

}  // namespace ranklab
