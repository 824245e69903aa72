// The JavaScript class Index: a VectorIndex, the lock that guards it, and the methods of native/addon-types.ts.
// Created by addon.cc; its methods are in the index-handle-*.cc files.
// Contains no index logic: it reads arguments, chooses the thread, and calls VectorIndex.
#pragma once

#include <functional>
#include <memory>
#include <shared_mutex>

#include <napi.h>

#include "binding/async.h"
#include "index/vector-index.h"

namespace ranklab {

/** An index and the lock that guards it. Operations hold it by shared_ptr, so that disposing never frees it during one. */
struct SharedIndex {
  std::unique_ptr<VectorIndex> index;
  std::shared_timed_mutex mutex;
};

/** Constructors of this environment (main thread, worker): an addon is loaded once per process, but defined once per environment. */
struct AddonData {
  Napi::FunctionReference index, stage, bytes, token;
};

/** JavaScript's handle on an index. All methods except create and stats return promises; the TypeScript wrapper checks arguments. */
class IndexHandle : public Napi::ObjectWrap<IndexHandle> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit IndexHandle(const Napi::CallbackInfo& info);
  ~IndexHandle() override;

 private:
  static Napi::Value create(const Napi::CallbackInfo& info);
  static Napi::Value load(const Napi::CallbackInfo& info);
  static Napi::Value wrap(Napi::Env env, std::unique_ptr<VectorIndex> index);

  Napi::Value train(const Napi::CallbackInfo& info);
  Napi::Value add(const Napi::CallbackInfo& info);
  Napi::Value addSync(const Napi::CallbackInfo& info);
  Napi::Value beginFill(const Napi::CallbackInfo& info);
  Napi::Value fill(const Napi::CallbackInfo& info);
  Napi::Value endFill(const Napi::CallbackInfo& info);
  Napi::Value abandonFill(const Napi::CallbackInfo& info);
  Napi::Value replace(const Napi::CallbackInfo& info);
  Napi::Value remove(const Napi::CallbackInfo& info);
  Napi::Value merge(const Napi::CallbackInfo& info);
  Napi::Value reconstruct(const Napi::CallbackInfo& info);
  Napi::Value ids(const Napi::CallbackInfo& info);
  Napi::Value search(const Napi::CallbackInfo& info);
  Napi::Value rangeSearch(const Napi::CallbackInfo& info);
  Napi::Value save(const Napi::CallbackInfo& info);
  Napi::Value serialize(const Napi::CallbackInfo& info);
  Napi::Value stats(const Napi::CallbackInfo& info);
  Napi::Value release(const Napi::CallbackInfo& info);

  /** Throws once released. */
  std::shared_ptr<SharedIndex> open(Napi::Env env) const;
  void account(Napi::Env env);
  /** Keeps a handle until its operation has ended, and then reports its memory to V8. */
  static std::function<void(Napi::Env)> accounter(const Napi::Value& handle);
  static PromiseWorker<int64_t>::Finish accounting(const Napi::CallbackInfo& info);

  std::shared_ptr<SharedIndex> shared_;
  int64_t accountedBytes_ = 0;
};

}  // namespace ranklab
