/** Drives native/src/gpu/gpu.cc over a stand-in for the device; prints one line per step, which gpu-logic.test.ts compares. */
#include <cstdio>
#include <future>
#include <vector>

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexIVFPQR.h>

#include "fake-gpu.h"
#include "gpu/gpu-fallback.h"
#include "gpu/gpu.h"

using ranklab::GpuBusy;
using ranklab::GpuMirror;

namespace {

std::string search(GpuMirror& mirror, const faiss::Index& index) {
  std::vector<float> query(index.d, 0.0f), distances(3);
  std::vector<int64_t> rows(3);
  try {
    mirror.search(index, 1, query.data(), 3, 4, distances.data(), rows.data());
  } catch (const GpuBusy& error) {
    return std::string("busy: ") + error.what();
  } catch (const ranklab::CodedError& error) {
    return std::string("never: ") + error.what();
  }
  std::string out;
  for (const int64_t row : rows) out += (out.empty() ? "" : " ") + std::to_string(row);
  return out;
}

void say(const char* step, const std::string& outcome) { std::printf("%s: %s\n", step, outcome.c_str()); }

void mirrors() {
  std::vector<float> line(20);
  for (size_t i = 0; i < line.size(); i++) line[i] = static_cast<float>(i + 1);
  faiss::IndexFlat flat(1, faiss::METRIC_L2);
  flat.add(10, line.data());
  const auto mirror = GpuMirror::open(1);
  say("limits", std::to_string(mirror->neighborLimit()) + " " + std::to_string(mirror->nprobeLimit()) + " " + mirror->description());
  say("first", search(*mirror, flat));
  flat.reset();
  flat.add(10, line.data() + 10);
  const float before = 0.5f;
  flat.add(1, &before);
  say("before it is told", search(*mirror, flat));
  mirror->invalidate();
  say("after", search(*mirror, flat));
  say("copies", std::to_string(fakeGpu().copiesMade) + " made, " + std::to_string(fakeGpu().copiesAlive) + " alive");

  fakeGpu().searchFails = true;
  say("no room to work in", search(*mirror, flat));
  say("copies", std::to_string(fakeGpu().copiesAlive) + " alive");
  fakeGpu().searchFails = false;
  say("again", search(*mirror, flat));

  mirror->invalidate();
  fakeGpu().freeBytes = 10;
  say("no room for the index", search(*mirror, flat));
  fakeGpu().freeBytes = size_t{8} << 30;
  fakeGpu().deviceState = 2;
  say("a full device", search(*mirror, flat));
  const auto listed = ranklab::gpuDevices();
  say("listed", std::to_string(listed.size()) + " " + listed[1].name + " " + std::to_string(static_cast<int>(listed[1].freeBytes)));
  fakeGpu().deviceState = 0;
  fakeGpu().hasVersion = false;
  say("a copy on the processor", search(*mirror, flat));
  fakeGpu().hasVersion = true;
  say("again", search(*mirror, flat));

  faiss::IndexFlatL2 centroids(2);
  faiss::IndexIVFPQR refined(&centroids, 2, 1, 1, 4, 1, 4);
  say("a type derived from one that is there", search(*GpuMirror::open(0), refined));

  std::vector<std::future<std::string>> many;
  for (int i = 0; i < 8; i++) many.push_back(std::async(std::launch::async, [&] { return search(*mirror, flat); }));
  bool alike = true;
  for (auto& one : many) alike = one.get() == "10 0 1" && alike;
  say("at once", alike ? "alike" : "different");
  say("threads", std::to_string(fakeGpu().threads.size()));
}

void devices() {
  for (const int device : {2, 64}) {
    try {
      GpuMirror::open(device);
      say("opened", std::to_string(device));
    } catch (const ranklab::CodedError& error) {
      say("refused", error.what());
    }
  }
  fakeGpu().devices = 0;
  say("none", ranklab::gpuUnavailableBecause());
}

void fallbacks() {
  ranklab::GpuFallback fallback;
  const ranklab::GpuFallback::Clock::time_point start{};
  const auto at = [&](int seconds) { return fallback.shouldTry(start + std::chrono::seconds(seconds)) ? "yes" : "no"; };
  const auto three = [&](int a, int b, int c) { return std::string(at(a)) + " " + at(b) + " " + at(c); };
  say("fresh", three(0, 1, 2));
  fallback.failed("full", false, start);
  say("full", three(0, 29, 30) + " " + fallback.problem());
  fallback.failed("full", false, start + std::chrono::seconds(30));
  say("still full", three(31, 89, 90));
  fallback.failed("full", false, start + std::chrono::seconds(31));
  say("with others that were under way", three(31, 89, 90));
  fallback.answered();
  say("answered", three(0, 1, 2) + " " + (fallback.problem().empty() ? "without a problem" : "with a problem"));
  fallback.failed("full", false, start);
  say("full once more", three(0, 29, 30));
  fallback.failed("no such type", true, start);
  say("never", three(0, 30, 100000) + " " + fallback.problem());
}

}  // namespace

int main() {
  mirrors();
  say("left", std::to_string(fakeGpu().copiesAlive) + " alive");
  devices();
  fallbacks();
}
