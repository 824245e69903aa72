// GpuMirror on CUDA: copies an index to the device and searches there. Called by vector-index-search.cc and addon.cc.
// Compiled only where the linked FAISS has GPU support (RANKLAB_FAISS_GPU=1, see binding.gyp); gpu-none.cc otherwise.
// scripts/check-gpu-source.mjs compiles it against FAISS's own GPU headers on machines without one.
#include "gpu/gpu.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <typeinfo>

#include <cuda_runtime.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/gpu/GpuCloner.h>
#include <faiss/gpu/GpuIndex.h>
#include <faiss/gpu/StandardGpuResources.h>
#include <faiss/gpu/impl/IndexUtils.h>

#include "errors.h"

namespace ranklab {
namespace {

/** From FAISS 1.12 on, the limit depends on whether cuVS (higher) or FAISS's own kernels select. The lower limit is valid for both. */
[[maybe_unused]] int limitOf(int (*limit)()) { return limit(); }
[[maybe_unused]] int limitOf(int (*limit)(bool)) { return limit(false); }

/** Upper bound of neighbours and probed lists in FAISS's GPU kernels. Some versions reject the bound itself. */
size_t largestSelection() { return static_cast<size_t>(limitOf(&faiss::gpu::getMaxKSelection)) - 1; }
/** FAISS counts vectors on a GPU in 32 bits. */
constexpr int64_t maxVectors = INT32_MAX;
constexpr size_t workspaceBytes = size_t{256} << 20;

/** One thread that makes every CUDA call of an index: FAISS's GPU resources must not be used concurrently. */
class OwnerThread {
 public:
  OwnerThread() : thread_([this] { run(); }) {}
  ~OwnerThread() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      closing_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  /** Runs `work` on the thread and waits; rethrows its exception. */
  template <class Work>
  auto call(Work work) -> decltype(work()) {
    // Shared, because the caller may return and destroy it before the thread has left the finished task.
    auto task = std::make_shared<std::packaged_task<decltype(work())()>>(std::move(work));
    auto result = task->get_future();
    {
      std::lock_guard<std::mutex> lock(mutex_);
      waiting_.push_back([task] { (*task)(); });
    }
    wake_.notify_one();
    return result.get();
  }

 private:
  void run() {
    for (;;) {
      std::function<void()> next;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        next = std::move(waiting_.front());
        waiting_.pop_front();
      }
      next();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  bool closing_ = false;
  std::thread thread_;
};

/**
 * The types for which index_cpu_to_gpu has a GPU version. For others it silently makes a CPU copy, and for types derived
 * from these (IVFPQR) an incomplete copy.
 */
bool hasGpuVersion(const faiss::Index& index) {
  if (dynamic_cast<const faiss::IndexFlat*>(&index)) return true;
  const auto& type = typeid(index);
  return type == typeid(faiss::IndexIVFFlat) || type == typeid(faiss::IndexIVFPQ) || type == typeid(faiss::IndexIVFScalarQuantizer);
}

double storedBytes(const faiss::Index& index) {
  const double whole = sizeof(float) * static_cast<double>(index.d), count = static_cast<double>(index.ntotal);
  const auto* lists = dynamic_cast<const faiss::IndexIVF*>(&index);
  // Flat also stores the norm of each vector; lists are padded to a multiple of 32 vectors and have centroids.
  if (!lists) return count * (whole + sizeof(float));
  const double listCount = static_cast<double>(lists->nlist);
  return (count + 32 * listCount) * (static_cast<double>(lists->code_size) + sizeof(int64_t)) + listCount * whole;
}

/** @throws GpuBusy with CUDA's message; FAISS's own functions abort when a device is full or in use by another process. */
double freeMemory(int device) {
  size_t free = 0, total = 0;
  cudaError_t state = cudaSetDevice(device);
  if (state == cudaSuccess) state = cudaMemGetInfo(&free, &total);
  if (state == cudaSuccess) return static_cast<double>(free);
  // Clears the error, which CUDA would otherwise return again on the next call.
  cudaGetLastError();
  throw GpuBusy("cuda:" + std::to_string(device) + " cannot be used: " + cudaGetErrorString(state));
}

class FaissGpuMirror : public GpuMirror {
 public:
  explicit FaissGpuMirror(int device) : device_(device) {
    owner_.call([this] {
      resources_ = std::make_unique<faiss::gpu::StandardGpuResources>();
      resources_->setTempMemory(workspaceBytes);
    });
  }

  ~FaissGpuMirror() override {
    owner_.call([this] {
      copy_.reset();
      resources_.reset();
    });
  }

  std::string description() const override { return "cuda:" + std::to_string(device_); }
  size_t neighborLimit() const override { return largestSelection(); }
  size_t nprobeLimit() const override { return largestSelection(); }

  void invalidate() override { stale_ = true; }

  void search(const faiss::Index& source, size_t n, const float* queries, size_t k, size_t nprobe, float* distances, int64_t* rows) override {
    owner_.call([&] {
      if (stale_) refresh(source);
      faiss::IVFSearchParameters parameters;
      parameters.nprobe = nprobe;
      const bool lists = dynamic_cast<const faiss::IndexIVF*>(&source) != nullptr;
      try {
        copy_->search(static_cast<int64_t>(n), queries, static_cast<int64_t>(k), distances, rows, lists ? &parameters : nullptr);
      } catch (const std::exception&) {
        // FAISS throws here when working memory is too small. The copy is freed with the rest.
        copy_.reset();
        stale_ = true;
        throw GpuBusy(describeCurrentException().message);
      }
    });
  }

 private:
  void refresh(const faiss::Index& source) {
    copy_.reset();
    stale_ = true;
    if (!hasGpuVersion(source)) throw CodedError("UNSUPPORTED", "FAISS has no GPU version of this type of index");
    if (source.ntotal > maxVectors) throw CodedError("UNSUPPORTED", "More vectors than FAISS holds on a GPU");
    // Checked before FAISS uses the device, because it leaks already allocated lists when it fails half-way.
    const double available = freeMemory(device_);
    // The working memory is allocated with the first copy and kept with the resources.
    const double wanted = storedBytes(source) + (hasWorkspace_ ? 0.0 : static_cast<double>(workspaceBytes));
    if (wanted > available) {
      char text[160];
      std::snprintf(text, sizeof text, "The index needs %.1f GB on %s, with what it takes to search, and %.1f GB are free", wanted / 1e9,
                    description().c_str(), available / 1e9);
      throw GpuBusy(text);
    }
    try {
      copy_.reset(faiss::gpu::index_cpu_to_gpu(resources_.get(), device_, &source));
    } catch (const std::exception& error) {
      // The free memory is fragmented, or another process has allocated it in the meantime.
      if (std::strstr(error.what(), "alloc fail")) throw GpuBusy(describeCurrentException().message);
      throw;
    }
    hasWorkspace_ = true;
    if (!dynamic_cast<faiss::gpu::GpuIndex*>(copy_.get())) {
      copy_.reset();
      throw CodedError("UNSUPPORTED", "FAISS has no GPU version of this type of index");
    }
    stale_ = false;
  }

  const int device_;
  std::atomic<bool> stale_{true};
  bool hasWorkspace_ = false;
  std::unique_ptr<faiss::gpu::StandardGpuResources> resources_;
  std::unique_ptr<faiss::Index> copy_;
  OwnerThread owner_;
};

int deviceCount() {
  int count = 0;
  return cudaGetDeviceCount(&count) == cudaSuccess ? count : 0;
}

}  // namespace

std::string gpuUnavailableBecause() {
  int count = 0;
  const cudaError_t state = cudaGetDeviceCount(&count);
  if (state != cudaSuccess) return std::string("CUDA says: ") + cudaGetErrorString(state);
  return count > 0 ? "" : "this machine has no CUDA device";
}

std::vector<GpuDevice> gpuDevices() {
  std::vector<GpuDevice> devices;
  for (int number = 0; number < deviceCount(); number++) {
    cudaDeviceProp properties;
    if (cudaGetDeviceProperties(&properties, number) != cudaSuccess) {
      cudaGetLastError();
      continue;
    }
    double free = 0;
    try {
      free = freeMemory(number);
    } catch (const GpuBusy&) {
      // Still listed: the device exists, with no free memory.
    }
    devices.push_back({number, properties.name, static_cast<double>(properties.totalGlobalMem), free});
  }
  return devices;
}

std::unique_ptr<GpuMirror> GpuMirror::open(int device) {
  const std::string reason = gpuUnavailableBecause();
  if (!reason.empty()) fail("UNSUPPORTED", "No GPU: %s", reason.c_str());
  if (device >= deviceCount()) fail("UNSUPPORTED", "No GPU: there is no cuda:%d, the last one is cuda:%d", device, deviceCount() - 1);
  return std::make_unique<FaissGpuMirror>(device);
}

}  // namespace ranklab
