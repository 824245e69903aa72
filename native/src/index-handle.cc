#include "index-handle.h"

#include <cmath>
#include <cstring>

#include "async.h"
#include "errors.h"
#include "index-file.h"
#include "stage.h"

namespace ranklab {
namespace {

[[noreturn]] void refuse(const Napi::CallbackInfo& info, const char* message) {
  throw toError(info.Env(), {"INVALID_ARGUMENT", message});
}

int64_t integer(const Napi::CallbackInfo& info, size_t position, int64_t least, int64_t most) {
  const double value = position < info.Length() && info[position].IsNumber() ? info[position].As<Napi::Number>().DoubleValue() : NAN;
  if (!(value >= static_cast<double>(least) && value <= static_cast<double>(most))) refuse(info, "A number is outside its range");
  return static_cast<int64_t>(value);
}

template <class Handle>
Handle* handle(const Napi::CallbackInfo& info, size_t position, const Napi::FunctionReference& constructor) {
  if (position >= info.Length() || !info[position].IsObject() || !info[position].As<Napi::Object>().InstanceOf(constructor.Value()))
    refuse(info, "An argument is not an object of this addon");
  return Handle::Unwrap(info[position].As<Napi::Object>());
}

Napi::Float32Array floats(const Napi::CallbackInfo& info, size_t position) {
  if (position >= info.Length() || !info[position].IsTypedArray() ||
      info[position].As<Napi::TypedArray>().TypedArrayType() != napi_float32_array)
    refuse(info, "Vectors must be a Float32Array");
  return info[position].As<Napi::Float32Array>();
}

const AddonData& addonData(Napi::Env env) { return *env.GetInstanceData<AddonData>(); }

std::shared_ptr<Progress> progressOf(const Napi::CallbackInfo& info, size_t position) {
  return handle<Token>(info, position, addonData(info.Env()).token)->progress();
}

/** Ids as a BigInt64Array or an Int32Array. */
std::vector<int64_t> idsOf(const Napi::CallbackInfo& info, size_t position) {
  if (position < info.Length() && info[position].IsTypedArray()) {
    const auto array = info[position].As<Napi::TypedArray>();
    if (array.TypedArrayType() == napi_bigint64_array) {
      const auto values = info[position].As<Napi::BigInt64Array>();
      return std::vector<int64_t>(values.Data(), values.Data() + values.ElementLength());
    }
    if (array.TypedArrayType() == napi_int32_array) {
      const auto values = info[position].As<Napi::Int32Array>();
      return std::vector<int64_t>(values.Data(), values.Data() + values.ElementLength());
    }
  }
  refuse(info, "Ids must be a BigInt64Array or an Int32Array");
}

bool given(const Napi::CallbackInfo& info, size_t position) {
  return position < info.Length() && !info[position].IsUndefined() && !info[position].IsNull();
}

/** The wrapper lets nobody else in while an index changes; these locks turn a mistake there into an error. */
struct Reading {
  std::shared_lock<std::shared_timed_mutex> lock;
  const VectorIndex& index;
  explicit Reading(SharedIndex& shared) : lock(shared.mutex, std::try_to_lock), index(*shared.index) { check(lock.owns_lock(), index); }
  static void check(bool owned, const VectorIndex& index) {
    if (!owned) throw CodedError("CONFLICT", "The index is being changed by another call");
    if (index.broken()) throw CodedError("INDEX_FAILED", "An earlier change of this index failed half-way; build it again");
  }
};

struct Changing {
  std::unique_lock<std::shared_timed_mutex> lock;
  VectorIndex& index;
  explicit Changing(SharedIndex& shared, bool continuesFill = false) : lock(shared.mutex, std::try_to_lock), index(*shared.index) {
    Reading::check(lock.owns_lock(), index);
    if (!continuesFill) index.abandonFill();
  }
};

std::string readString(const Napi::CallbackInfo& info, size_t position, const char* problem) {
  if (position >= info.Length() || !info[position].IsString()) refuse(info, problem);
  std::string text = info[position].As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) refuse(info, problem);
  return text;
}

/** Results with ids as BigInt64Array, or as Int32Array when `narrow`; ids beyond 32 bits are then an error. */
Napi::Value idArray(Napi::Env env, const std::vector<int64_t>& ids, bool narrow) {
  if (!narrow) {
    auto out = Napi::BigInt64Array::New(env, ids.size());
    if (!ids.empty()) std::memcpy(out.Data(), ids.data(), ids.size() * sizeof(int64_t));
    return out;
  }
  auto out = Napi::Int32Array::New(env, ids.size());
  int32_t* target = out.Data();
  for (size_t i = 0; i < ids.size(); i++) {
    if (ids[i] > INT32_MAX) throw CodedError("INDEX_FAILED", "This index has ids beyond 32 bits");
    target[i] = static_cast<int32_t>(ids[i]);
  }
  return out;
}

Napi::Float32Array floatArray(Napi::Env env, const std::vector<float>& values) {
  auto out = Napi::Float32Array::New(env, values.size());
  if (!values.empty()) std::memcpy(out.Data(), values.data(), values.size() * sizeof(float));
  return out;
}

struct QueryCall {
  std::vector<float> queries;
  SearchRequest request;
  std::shared_ptr<Progress> progress;

  /** Checks and normalises the copy of the queries; call on the pool thread. */
  void prepare(const VectorIndex& index, size_t firstRow) {
    checkVectors(queries.data(), request.queryCount, static_cast<size_t>(index.dimension()), firstRow, index.metric() == Metric::cosine,
                 "queries");
    request.queries = queries.data();
    request.progress = progress.get();
  }
};

/** queries, neighborCount, nprobe, efSearch, filter kind (0 none, 1 allow, 2 deny), filter ids, threads, token, first row, … */
std::shared_ptr<QueryCall> queryCall(const Napi::CallbackInfo& info, int dimension) {
  auto call = std::make_shared<QueryCall>();
  const Napi::Float32Array queries = floats(info, 0);
  if (queries.ElementLength() % static_cast<size_t>(dimension) != 0) refuse(info, "The queries do not fill whole rows");
  call->queries.assign(queries.Data(), queries.Data() + queries.ElementLength());
  call->request.queryCount = queries.ElementLength() / static_cast<size_t>(dimension);
  call->request.neighborCount = static_cast<size_t>(integer(info, 1, 1, 1 << 24));
  call->request.nprobe = static_cast<int>(integer(info, 2, 0, 1 << 24));
  call->request.efSearch = static_cast<int>(integer(info, 3, 0, 1 << 24));
  call->request.filter = static_cast<SearchRequest::Filter>(integer(info, 4, 0, 2));
  if (call->request.filter != SearchRequest::Filter::none) call->request.filterIds = idsOf(info, 5);
  call->request.threads = static_cast<int>(integer(info, 6, 1, 1024));
  call->progress = progressOf(info, 7);
  return call;
}

}  // namespace

Napi::Function IndexHandle::define(Napi::Env env) {
  return DefineClass(env, "Index",
                     {StaticMethod<&IndexHandle::create>("create"), StaticMethod<&IndexHandle::load>("load"),
                      InstanceMethod<&IndexHandle::train>("train"), InstanceMethod<&IndexHandle::add>("add"),
                      InstanceMethod<&IndexHandle::beginFill>("beginFill"), InstanceMethod<&IndexHandle::fill>("fill"),
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

/** Tells V8 what its little handle holds outside, so that forgotten indexes are collected. */
void IndexHandle::account(Napi::Env env) {
  const int64_t bytes = shared_ ? static_cast<int64_t>(shared_->index->stats().bytes) : 0;
  Napi::MemoryManagement::AdjustExternalMemory(env, bytes - accountedBytes_);
  accountedBytes_ = bytes;
}

/** Ends an addition: the first id given, after telling V8 about the memory. */
PromiseWorker<int64_t>::Finish IndexHandle::accounting(const Napi::CallbackInfo& info) {
  auto keep = std::make_shared<Napi::ObjectReference>(Napi::Persistent(info.This().As<Napi::Object>()));
  return [keep](Napi::Env env, int64_t& first) -> Napi::Value {
    IndexHandle* self = Unwrap(keep->Value());
    if (self->shared_) self->account(env);
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

/** stage, threads, token */
Napi::Value IndexHandle::train(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto staged = handle<Stage>(info, 0, addonData(info.Env()).stage)->vectors();
    const int threads = static_cast<int>(integer(info, 1, 1, 1024));
    auto progress = progressOf(info, 2);
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [=] {
          Changing changing(*shared);
          changing.index.train(staged->count, staged->data.get(), threads, *progress);
          return Nothing();
        },
        undefinedOf);
  });
}

/** stage, ids or undefined, threads, token → the first id given */
Napi::Value IndexHandle::add(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto staged = handle<Stage>(info, 0, addonData(info.Env()).stage)->vectors();
    const bool withIds = given(info, 1);
    auto ids = std::make_shared<std::vector<int64_t>>(withIds ? idsOf(info, 1) : std::vector<int64_t>());
    const int threads = static_cast<int>(integer(info, 2, 1, 1024));
    auto progress = progressOf(info, 3);
    if (withIds && ids->size() != staged->count) refuse(info, "There must be one id for each vector");
    return PromiseWorker<int64_t>::start(
        info.Env(),
        [=] {
          Changing changing(*shared);
          const int64_t first =
              changing.index.add(staged->count, staged->data.get(), withIds ? ids->data() : nullptr, threads, *progress);
          staged->data.reset();
          staged->count = staged->capacity = 0;
          return first;
        },
        accounting(info));
  });
}

/** rows → whether the index takes vectors this way; if so, fill and endFill or abandonFill follow */
Napi::Value IndexHandle::beginFill(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    const auto rows = static_cast<size_t>(integer(info, 0, 0, INT64_C(1) << 40));
    return PromiseWorker<bool>::start(
        info.Env(),
        [=] {
          Changing changing(*shared);
          if (rows == 0 || !changing.index.takesFill()) return false;
          changing.index.beginFill(rows);
          return true;
        },
        [](Napi::Env env, bool& taken) -> Napi::Value { return Napi::Boolean::New(env, taken); });
  });
}

/** whole rows, the first one's number: copied now, checked and normalised off the thread */
Napi::Value IndexHandle::fill(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    const auto d = static_cast<size_t>(shared->index->dimension());
    const Napi::Float32Array source = floats(info, 0);
    const auto firstRow = static_cast<size_t>(integer(info, 1, 0, INT64_C(1) << 40));
    const size_t rows = source.ElementLength() / d;
    if (rows * d != source.ElementLength()) refuse(info, "The vectors do not fill whole rows");
    if (rows > 0) std::memcpy(Reading(*shared).index.pendingRows(firstRow, rows), source.Data(), source.ByteLength());
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [=] {
          Reading reading(*shared);
          checkVectors(reading.index.pendingRows(firstRow, rows), rows, d, firstRow, reading.index.metric() == Metric::cosine, "vectors");
          return Nothing();
        },
        undefinedOf);
  });
}

/** ids or undefined → the first id given */
Napi::Value IndexHandle::endFill(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    const bool withIds = given(info, 0);
    auto ids = std::make_shared<std::vector<int64_t>>(withIds ? idsOf(info, 0) : std::vector<int64_t>());
    return PromiseWorker<int64_t>::start(
        info.Env(),
        [=] {
          Changing changing(*shared, true);
          return changing.index.endFill(withIds ? ids->data() : nullptr);
        },
        accounting(info));
  });
}

Napi::Value IndexHandle::abandonFill(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [=] {
          Changing changing(*shared);
          return Nothing();
        },
        undefinedOf);
  });
}

/** stage, ids, threads, token */
Napi::Value IndexHandle::replace(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto staged = handle<Stage>(info, 0, addonData(info.Env()).stage)->vectors();
    auto ids = std::make_shared<std::vector<int64_t>>(idsOf(info, 1));
    const int threads = static_cast<int>(integer(info, 2, 1, 1024));
    auto progress = progressOf(info, 3);
    if (ids->size() != staged->count) refuse(info, "There must be one id for each vector");
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [=] {
          Changing changing(*shared);
          changing.index.replace(staged->count, staged->data.get(), ids->data(), threads, *progress);
          return Nothing();
        },
        undefinedOf);
  });
}

/** ids, threads → how many left */
Napi::Value IndexHandle::remove(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto ids = std::make_shared<std::vector<int64_t>>(idsOf(info, 0));
    const int threads = static_cast<int>(integer(info, 1, 1, 1024));
    return PromiseWorker<size_t>::start(
        info.Env(),
        [=] {
          Changing changing(*shared);
          return changing.index.remove(*ids, threads);
        },
        [](Napi::Env env, size_t& removed) -> Napi::Value { return Napi::Number::New(env, static_cast<double>(removed)); });
  });
}

/** another Index, threads */
Napi::Value IndexHandle::merge(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto other = handle<IndexHandle>(info, 0, addonData(info.Env()).index)->open(info.Env());
    const int threads = static_cast<int>(integer(info, 1, 1, 1024));
    if (shared == other) refuse(info, "An index cannot be merged into itself");
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [=] {
          Changing changing(*shared), emptied(*other);
          changing.index.merge(emptied.index, threads);
          return Nothing();
        },
        undefinedOf);
  });
}

/** ids → Float32Array */
Napi::Value IndexHandle::reconstruct(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto ids = std::make_shared<std::vector<int64_t>>(idsOf(info, 0));
    return PromiseWorker<std::vector<float>>::start(
        info.Env(),
        [=] {
          Reading reading(*shared);
          std::vector<float> out(ids->size() * static_cast<size_t>(reading.index.dimension()));
          reading.index.reconstruct(*ids, out.data());
          return out;
        },
        [](Napi::Env env, std::vector<float>& values) -> Napi::Value { return floatArray(env, values); });
  });
}

Napi::Value IndexHandle::ids(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    return PromiseWorker<std::vector<int64_t>>::start(
        info.Env(), [=] { return Reading(*shared).index.ids(); },
        [](Napi::Env env, std::vector<int64_t>& ids) { return idArray(env, ids, false); });
  });
}

/**
 * queryCall's arguments, first row for messages, narrow ids, most multiplications to do on this thread → { ids, scores }, as
 * a promise unless the search was so small that handing it to another thread would have taken longer.
 */
Napi::Value IndexHandle::search(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto call = queryCall(info, shared->index->dimension());
    const auto firstRow = static_cast<size_t>(integer(info, 8, 0, INT64_C(1) << 52));
    const bool narrow = info.Length() > 9 && info[9].ToBoolean().Value();
    const auto inlineWork = static_cast<double>(integer(info, 10, 0, INT64_C(1) << 40));
    const auto result = [narrow](Napi::Env env, SearchOutcome& outcome) -> Napi::Value {
      auto out = Napi::Object::New(env);
      out.Set("ids", idArray(env, outcome.ids, narrow));
      out.Set("scores", floatArray(env, outcome.scores));
      return out;
    };
    const auto work = [=] {
      Reading reading(*shared);
      call->prepare(reading.index, firstRow);
      return reading.index.search(call->request);
    };
    if (inlineWork > 0 && Reading(*shared).index.estimatedWork(call->request) <= inlineWork) {
      call->request.threads = 1;
      SearchOutcome outcome = work();
      return result(info.Env(), outcome);
    }
    return PromiseWorker<SearchOutcome>::start(info.Env(), work, result);
  });
}

/** queryCall's arguments, first row for messages, minimum score → { offsets, ids, scores } */
Napi::Value IndexHandle::rangeSearch(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto call = queryCall(info, shared->index->dimension());
    const auto firstRow = static_cast<size_t>(integer(info, 8, 0, INT64_C(1) << 52));
    if (info.Length() < 10 || !info[9].IsNumber()) refuse(info, "The minimum score must be a number");
    const float minimum = info[9].As<Napi::Number>().FloatValue();
    if (!std::isfinite(minimum)) refuse(info, "The minimum score must be finite");
    return PromiseWorker<RangeOutcome>::start(
        info.Env(),
        [=] {
          Reading reading(*shared);
          call->prepare(reading.index, firstRow);
          return reading.index.rangeSearch(call->request, minimum);
        },
        [](Napi::Env env, RangeOutcome& outcome) -> Napi::Value {
          auto out = Napi::Object::New(env);
          auto offsets = Napi::Float64Array::New(env, outcome.offsets.size());
          for (size_t i = 0; i < outcome.offsets.size(); i++) offsets[i] = static_cast<double>(outcome.offsets[i]);
          out.Set("offsets", offsets);
          out.Set("ids", idArray(env, outcome.ids, false));
          out.Set("scores", floatArray(env, outcome.scores));
          return out;
        });
  });
}

/** path */
Napi::Value IndexHandle::save(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    const std::string path = readString(info, 0, "A path must be text without NUL");
    if (path.empty()) refuse(info, "A path must not be empty");
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [=] {
          Changing changing(*shared);
          toFile(changing.index, path);
          return Nothing();
        },
        undefinedOf);
  });
}

Napi::Value IndexHandle::serialize(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    return PromiseWorker<std::shared_ptr<IndexBytes>>::start(
        info.Env(),
        [=] {
          Changing changing(*shared);
          return std::make_shared<IndexBytes>(toBytes(changing.index));
        },
        [](Napi::Env env, std::shared_ptr<IndexBytes>& bytes) -> Napi::Value {
          const Napi::Object object = addonData(env).bytes.New({Napi::Number::New(env, 0)});
          Bytes::Unwrap(object)->set(bytes);
          return object;
        });
  });
}

Napi::Value IndexHandle::stats(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const Napi::Env env = info.Env();
    const auto shared = open(env);
    // Waits for no one: while a change is under way the numbers from before it are not safe to read.
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

/** Gives the index up; its memory is freed off the JavaScript thread once running operations have ended. */
Napi::Value IndexHandle::release(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto last = std::make_shared<std::shared_ptr<SharedIndex>>(std::move(shared_));
    shared_.reset();
    account(info.Env());
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [last] {
          last->reset();
          return Nothing();
        },
        undefinedOf);
  });
}

}  // namespace ranklab
