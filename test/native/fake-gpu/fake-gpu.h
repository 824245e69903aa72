#pragma once

#include <cstddef>
#include <set>
#include <thread>

/** What the stand-in for CUDA and FAISS's GPU library does next, and what it was asked for. */
struct FakeGpu {
  int devices = 2;
  size_t freeBytes = size_t{8} << 30;
  /** What cudaSetDevice and cudaMemGetInfo answer; 2 is CUDA's "out of memory". */
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
