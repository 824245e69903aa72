#include "errors.h"
#include "gpu/gpu.h"

namespace ranklab {

std::string gpuUnavailableBecause() { return "the FAISS this build links has no GPU support"; }

std::vector<GpuDevice> gpuDevices() { return {}; }

std::unique_ptr<GpuMirror> GpuMirror::open(int) {
  throw CodedError("UNSUPPORTED", "No GPU: the FAISS this build links has no GPU support");
}

}  // namespace ranklab
