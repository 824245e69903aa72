#pragma once

#include <cstddef>
#include <set>
#include <thread>

/** The next behaviour of the stand-in for CUDA and FAISS's GPU library, and the calls it has received. */
struct FakeGpu {
  int devices = 2;
  size_t freeBytes = size_t{8} << 30;
  /** The result of cudaSetDevice and cudaMemGetInfo; 2 is CUDA's "out of memory". */
  int deviceState = 0;
  bool searchFails = false;
  bool hasVersion = true;
  int copiesMade = 0;
  int copiesAlive = 0;
  std::set<std::thread::id> threads;
};

inline FakeGpu& fakeGpu() {
  static FakeGpu state;
  return state;
}
