// The addon's entry: exports Index, Stage, Bytes and Token, and functions about the build (info, gpu, useKernels).
// Loaded by native/load-addon.ts; the names are listed in native/addon-types.ts.
// Raise apiVersion here and there with every change of arguments or results.
#include <napi.h>

#include <faiss/Index.h>
#include <faiss/utils/utils.h>
#include <omp.h>

#include "binding/async.h"
#include "gpu/gpu.h"
#include "binding/index-handle.h"
#include "kernels/kernels.h"
#include "memory/stage.h"

namespace ranklab {
namespace {

/** Raised with every change of the interface that the wrapper calls, so that an older build is not loaded. */
constexpr int apiVersion = 4;

Napi::Value info(const Napi::CallbackInfo& call) {
  const Napi::Env env = call.Env();
  auto out = Napi::Object::New(env);
  out.Set("apiVersion", apiVersion);
  out.Set("faissVersion", std::to_string(FAISS_VERSION_MAJOR) + "." + std::to_string(FAISS_VERSION_MINOR) + "." +
                              std::to_string(FAISS_VERSION_PATCH));
  out.Set("faissOptions", faiss::get_compile_options());
  out.Set("kernels", std::string(kernels().name));
  out.Set("threadLimit", omp_get_max_threads());
  return out;
}

Napi::Value gpu(const Napi::CallbackInfo& call) {
  return guarded(call.Env(), [&]() -> Napi::Value {
    const Napi::Env env = call.Env();
    auto out = Napi::Object::New(env);
    out.Set("unavailableBecause", gpuUnavailableBecause());
    const auto devices = gpuDevices();
    auto list = Napi::Array::New(env, devices.size());
    for (size_t i = 0; i < devices.size(); i++) {
      auto device = Napi::Object::New(env);
      device.Set("number", devices[i].number);
      device.Set("name", devices[i].name);
      device.Set("totalBytes", devices[i].totalBytes);
      device.Set("freeBytes", devices[i].freeBytes);
      list.Set(static_cast<uint32_t>(i), device);
    }
    out.Set("devices", list);
    return out;
  });
}

/** For tests and benchmarks: selects the kernels that compare vectors in this process. */
Napi::Value useKernels(const Napi::CallbackInfo& call) {
  const std::string name = call.Length() > 0 && call[0].IsString() ? call[0].As<Napi::String>().Utf8Value() : "";
  return Napi::Boolean::New(call.Env(), selectKernels(name.c_str()));
}

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  auto* data = new AddonData();
  env.SetInstanceData(data);
  const auto publish = [&](const char* name, Napi::FunctionReference& reference, Napi::Function constructor) {
    reference = Napi::Persistent(constructor);
    exports.Set(name, constructor);
  };
  publish("Index", data->index, IndexHandle::define(env));
  publish("Stage", data->stage, Stage::define(env));
  publish("Bytes", data->bytes, Bytes::define(env));
  publish("Token", data->token, Token::define(env));
  exports.Set("info", Napi::Function::New(env, info, "info"));
  exports.Set("gpu", Napi::Function::New(env, gpu, "gpu"));
  exports.Set("useKernels", Napi::Function::New(env, useKernels, "useKernels"));
  return exports;
}

}  // namespace
}  // namespace ranklab

static Napi::Object Init(Napi::Env env, Napi::Object exports) { return ranklab::initialise(env, exports); }
NODE_API_MODULE(ranklab_faiss, Init)
