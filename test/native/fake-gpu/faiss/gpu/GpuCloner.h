#pragma once

#include <faiss/clone_index.h>
#include <faiss/gpu/GpuIndex.h>
#include <faiss/gpu/StandardGpuResources.h>

namespace faiss {
namespace gpu {

inline Index* index_cpu_to_gpu(StandardGpuResources*, int, const Index* index) {
  fakeGpu().threads.insert(std::this_thread::get_id());
  std::unique_ptr<Index> copy(clone_index(index));
  return fakeGpu().hasVersion ? new GpuIndex(std::move(copy)) : copy.release();
}

}  // namespace gpu
}  // namespace faiss
