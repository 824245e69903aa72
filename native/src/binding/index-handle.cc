// JavaScript methods of Index: creating, loading, statistics and release.
// Called by native/faiss-index.ts (create, load, stats, dispose).
// Searches are in index-handle-search.cc, changes in index-handle-change.cc.
#include "binding/index-arguments.h"
#include "io/index-file.h"

namespace ranklab {

Napi::Function IndexHandle::define(Napi::Env env) {
  return DefineClass(env, "Index",
                     {StaticMethod<&IndexHandle::create>("create"), StaticMethod<&IndexHandle::load>("load"),
                      InstanceMethod<&IndexHandle::train>("train"), InstanceMethod<&IndexHandle::add>("add"),
                      InstanceMethod<&IndexHandle::addSync>("addSync"), InstanceMethod<&IndexHandle::beginFill>("beginFill"), InstanceMethod<&IndexHandle::fill>("fill"),
                      InstanceMethod<&IndexHandle::endFill>("endFill"), InstanceMethod<&IndexHandle::abandonFill>("abandonFill"),
                      InstanceMethod<&IndexHandle::replace>("replace"), InstanceMethod<&IndexHandle::remove>("remove"),
                      InstanceMethod<&IndexHandle::merge>("merge"), InstanceMethod<&IndexHandle::reconstruct>("reconstruct"),
                      InstanceMethod<&IndexHandle::ids>("ids"), InstanceMethod<&IndexHandle::search>("search"),
                      InstanceMethod<&IndexHandle::rangeSearch>("rangeSearch"), InstanceMethod<&IndexHandle::save>("save"),
                      InstanceMethod<&IndexHandle::serialize>("serialize"), InstanceMethod<&IndexHandle::stats>("stats"),
                      InstanceMethod<&IndexHandle::release>("release")});
}

IndexHandle::IndexHandle(const Napi::CallbackInfo& info) : Napi::ObjectWrap<IndexHandle>(info) {}

IndexHandle::~IndexHandle() {
  if (accountedBytes_ != 0) Napi::MemoryManagement::AdjustExternalMemory(Env(), -accountedBytes_);
}

std::shared_ptr<SharedIndex> IndexHandle::open(Napi::Env env) const {
  if (!shared_) throw toError(env, {"CONFLICT", "This index has been disposed of"});
  return shared_;
}

/** Reports the handle's external memory to V8, so that unreferenced indexes are garbage-collected. */
void IndexHandle::account(Napi::Env env) {
  const int64_t bytes = shared_ ? static_cast<int64_t>(shared_->index->stats().bytes) : 0;
  Napi::MemoryManagement::AdjustExternalMemory(env, bytes - accountedBytes_);
  accountedBytes_ = bytes;
}

std::function<void(Napi::Env)> IndexHandle::accounter(const Napi::Value& handle) {
  auto keep = std::make_shared<Napi::ObjectReference>(Napi::Persistent(handle.As<Napi::Object>()));
  return [keep](Napi::Env env) {
    IndexHandle* self = Unwrap(keep->Value());
    if (self->shared_) self->account(env);
  };
}

/** Ends an addition and returns the first id assigned. */
PromiseWorker<int64_t>::Finish IndexHandle::accounting(const Napi::CallbackInfo& info) {
  return [account = accounter(info.This())](Napi::Env env, int64_t& first) -> Napi::Value {
    account(env);
    return Napi::BigInt::New(env, first);
  };
}

Napi::Value IndexHandle::wrap(Napi::Env env, std::unique_ptr<VectorIndex> index) {
  const Napi::Object object = addonData(env).index.New({});
  IndexHandle* made = Unwrap(object);
  made->shared_ = std::make_shared<SharedIndex>();
  made->shared_->index = std::move(index);
  made->account(env);
  return object;
}

/** dimension, factory, metric (0 inner product, 1 L2, 2 cosine), efConstruction, trainingSeed, device */
Napi::Value IndexHandle::create(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    CreateOptions options;
    options.dimension = static_cast<int>(integer(info, 0, 1, 1 << 20));
    options.factory = readString(info, 1, "An index type must be a FAISS factory string");
    options.metric = static_cast<Metric>(integer(info, 2, 0, 2));
    options.efConstruction = static_cast<int>(integer(info, 3, 0, 1 << 16));
    options.trainingSeed = static_cast<int>(integer(info, 4, -1, INT32_MAX));
    options.device = static_cast<int>(integer(info, 5, -1, 64));
    return wrap(info.Env(), VectorIndex::create(options));
  });
}

/** path or Bytes, metric (−1: the file's), dimension (0: any), device */
Napi::Value IndexHandle::load(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const bool fromFile = info[0].IsString();
    const std::string path = fromFile ? readString(info, 0, "A path must be text without NUL") : "";
    const auto bytes = fromFile ? nullptr : handle<Bytes>(info, 0, addonData(info.Env()).bytes)->bytes();
    LoadOptions options;
    options.metric = static_cast<int>(integer(info, 1, -1, 2));
    options.dimension = static_cast<int>(integer(info, 2, 0, 1 << 20));
    options.device = static_cast<int>(integer(info, 3, -1, 64));
    return PromiseWorker<std::unique_ptr<VectorIndex>>::start(
        info.Env(),
        [path, bytes, options] {
          const auto source = bytes ? ByteSource::ofMemory(*bytes) : ByteSource::ofFile(path);
          try {
            return fromSource(*source, options);
          } catch (const CodedError&) {
            throw;
          } catch (const std::exception&) {
            throw CodedError("CORRUPT_ARTIFACT", "The index is damaged: " + describeCurrentException().message);
          }
        },
        [](Napi::Env env, std::unique_ptr<VectorIndex>& index) { return wrap(env, std::move(index)); });
  });
}

Napi::Value IndexHandle::stats(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const Napi::Env env = info.Env();
    const auto shared = open(env);
    // Does not wait: during a change the statistics are not safe to read.
    std::shared_lock<std::shared_timed_mutex> lock(shared->mutex, std::try_to_lock);
    if (!lock) return env.Null();
    const IndexStats& stats = shared->index->stats();
    auto out = Napi::Object::New(env);
    out.Set("count", static_cast<double>(stats.count));
    out.Set("removed", static_cast<double>(stats.removed));
    out.Set("trained", stats.trained);
    out.Set("bytes", stats.bytes);
    out.Set("dimension", shared->index->dimension());
    out.Set("metric", static_cast<int>(shared->index->metric()));
    out.Set("kind", static_cast<int>(shared->index->kind()));
    out.Set("device", shared->index->deviceDescription());
    return out;
  });
}

/**
 * Releases the index. Its memory is freed once running operations have ended, off the JavaScript thread unless it is small.
 * Small memory freed here is immediately reusable by the next index, already mapped.
 */
Napi::Value IndexHandle::release(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const bool immediate = shared_ && shared_.use_count() == 1 && shared_->index->freesQuickly();
    std::shared_ptr<SharedIndex> index = std::move(shared_);
    shared_.reset();
    account(info.Env());
    if (immediate) return info.Env().Undefined();
    return releaseOnPoolThread(info.Env(), std::move(index));
  });
}

}  // namespace ranklab
