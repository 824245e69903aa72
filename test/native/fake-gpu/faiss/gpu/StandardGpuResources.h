#pragma once

#include <cstddef>

namespace faiss {
namespace gpu {

struct StandardGpuResources {
  void setTempMemory(size_t) {}
};

}  // namespace gpu
}  // namespace faiss
