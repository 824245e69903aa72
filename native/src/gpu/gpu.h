// A searchable copy of an index on a CUDA device (GpuMirror), and the list of devices.
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

/** A temporary failure to copy the index or to search: too little free memory, or another process uses the device. */
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

/** Why no GPU can be used; empty when one can. */
std::string gpuUnavailableBecause();
std::vector<GpuDevice> gpuDevices();

/**
 * A copy of a Flat or IVF index on a GPU. The CPU copy is authoritative: changes are made there and the GPU copy is
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
  /** Largest neighborCount and nprobe that the GPU supports. */
  virtual size_t neighborLimit() const = 0;
  virtual size_t nprobeLimit() const = 0;
  /** FAISS's distances and row numbers, n × k; `source` is a Flat or IVF index. @throws GpuBusy; others are permanent. */
  virtual void search(const faiss::Index& source, size_t n, const float* queries, size_t k, size_t nprobe, float* distances,
                      int64_t* rows) = 0;
};

}  // namespace ranklab
