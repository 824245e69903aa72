#pragma once

namespace faiss {
namespace gpu {

inline int getMaxKSelection() { return 2048; }

}  // namespace gpu
}  // namespace faiss
