#pragma once

#include <memory>

#include <faiss/Index.h>
#include <faiss/impl/FaissAssert.h>

#include "fake-gpu.h"

namespace faiss {
namespace gpu {

/** Searches a copy on the CPU. */
struct GpuIndex : Index {
  explicit GpuIndex(std::unique_ptr<Index> copy) : Index(copy->d, copy->metric_type), copy_(std::move(copy)) {
    ntotal = copy_->ntotal;
    fakeGpu().copiesMade++;
    fakeGpu().copiesAlive++;
  }
  ~GpuIndex() override { fakeGpu().copiesAlive--; }
  void add(idx_t, const float*) override { FAISS_THROW_MSG("not here"); }
  void reset() override { FAISS_THROW_MSG("not here"); }
  void search(idx_t n, const float* x, idx_t k, float* distances, idx_t* labels, const SearchParameters* params) const override {
    fakeGpu().threads.insert(std::this_thread::get_id());
    if (fakeGpu().searchFails) FAISS_THROW_MSG("StandardGpuResources: alloc fail");
    copy_->search(n, x, k, distances, labels, params);
  }

 private:
  std::unique_ptr<Index> copy_;
};

}  // namespace gpu
}  // namespace faiss
