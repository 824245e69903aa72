// The GPU functions of a build whose FAISS has no GPU support: no devices, and the reason.
// Linked in place of gpu.cc unless RANKLAB_FAISS_GPU=1.
// See binding.gyp, with_gpu.
#include "errors.h"
#include "gpu/gpu.h"

namespace ranklab {

std::string gpuUnavailableBecause() { return "the FAISS this build links has no GPU support"; }

std::vector<GpuDevice> gpuDevices() { return {}; }

std::unique_ptr<GpuMirror> GpuMirror::open(int) {
  throw CodedError("UNSUPPORTED", "No GPU: the FAISS this build links has no GPU support");
}

}  // namespace ranklab
