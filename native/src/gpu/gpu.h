// A copy of an index on a CUDA device that answers searches (GpuMirror), and the devices there are.
// Used by VectorIndex (searchGpu) and by addon.cc (gpu()).
// Implemented by gpu.cc, or by gpu-none.cc in builds without CUDA.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <faiss/Index.h>

#include "errors.h"

namespace ranklab {

/** The device cannot take the index, or answer, now, but may later: too little free memory, or another process holds it. */
class GpuBusy : public CodedError {
 public:
  explicit GpuBusy(const std::string& message) : CodedError("UNSUPPORTED", message) {}
};

struct GpuDevice {
  int number = 0;
  std::string name;
  double totalBytes = 0;
  double freeBytes = 0;
};

/** Why no GPU can be used, or nothing when one can. */
std::string gpuUnavailableBecause();
std::vector<GpuDevice> gpuDevices();

/**
 * A copy of a Flat or IVF index on a GPU. The copy on the processor stays the truth: changes are made there and the GPU is
 * refreshed before the next search. A dedicated thread makes every CUDA call.
 */
class GpuMirror {
 public:
  /** Throws UNSUPPORTED when this build or machine has no such GPU. */
  static std::unique_ptr<GpuMirror> open(int device);
  virtual ~GpuMirror() = default;

  virtual std::string description() const = 0;
  /** The index has changed: copy it again before the next search. */
  virtual void invalidate() = 0;
  /** Largest neighborCount and nprobe the GPU takes. */
  virtual size_t neighborLimit() const = 0;
  virtual size_t nprobeLimit() const = 0;
  /** FAISS's distances and row numbers, n × k; `source` is a Flat or IVF index. @throws GpuBusy, or what will not change. */
  virtual void search(const faiss::Index& source, size_t n, const float* queries, size_t k, size_t nprobe, float* distances,
                      int64_t* rows) = 0;
};

}  // namespace ranklab
