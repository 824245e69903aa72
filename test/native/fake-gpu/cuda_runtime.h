#pragma once

#include <cstddef>
#include <cstring>

#include "fake-gpu.h"

typedef int cudaError_t;
constexpr cudaError_t cudaSuccess = 0;
struct cudaDeviceProp {
  char name[256];
  size_t totalGlobalMem;
};

inline cudaError_t cudaGetDeviceCount(int* count) {
  *count = fakeGpu().devices;
  return cudaSuccess;
}
inline cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int) {
  std::strcpy(properties->name, "Fake");
  properties->totalGlobalMem = size_t{16} << 30;
  return cudaSuccess;
}
inline cudaError_t cudaSetDevice(int) { return fakeGpu().deviceState; }
inline cudaError_t cudaMemGetInfo(size_t* free, size_t* total) {
  *free = fakeGpu().freeBytes;
  *total = size_t{16} << 30;
  return fakeGpu().deviceState;
}
inline cudaError_t cudaGetLastError() { return cudaSuccess; }
inline const char* cudaGetErrorString(cudaError_t error) { return error == 2 ? "out of memory" : "unknown error"; }
