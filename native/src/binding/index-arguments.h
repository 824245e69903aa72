// Reads JavaScript's arguments (numbers, ids, queries, filters, denied ids) and writes results.
// Used by the three index-handle files.
// Checks types and shapes; the ranges of user input are checked in native/*.ts first.
#pragma once

#include <cmath>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "binding/async.h"
#include "errors.h"
#include "binding/index-handle.h"
#include "memory/stage.h"

// Reading JavaScript's arguments and writing results for the methods of IndexHandle.
namespace ranklab {

[[noreturn]] inline void refuse(const Napi::CallbackInfo& info, const char* message) {
  throw toError(info.Env(), {"INVALID_ARGUMENT", message});
}

inline int64_t integer(const Napi::CallbackInfo& info, size_t position, int64_t least, int64_t most) {
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

inline Napi::Float32Array floats(const Napi::CallbackInfo& info, size_t position) {
  if (position >= info.Length() || !info[position].IsTypedArray() ||
      info[position].As<Napi::TypedArray>().TypedArrayType() != napi_float32_array)
    refuse(info, "Vectors must be a Float32Array");
  return info[position].As<Napi::Float32Array>();
}

inline const AddonData& addonData(Napi::Env env) { return *env.GetInstanceData<AddonData>(); }

inline std::shared_ptr<Progress> progressOf(const Napi::CallbackInfo& info, size_t position) {
  return handle<Token>(info, position, addonData(info.Env()).token)->progress();
}

/** Ids as a BigInt64Array or an Int32Array. */
inline std::vector<int64_t> idsOf(const Napi::CallbackInfo& info, size_t position) {
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

inline bool given(const Napi::CallbackInfo& info, size_t position) {
  return position < info.Length() && !info[position].IsUndefined() && !info[position].IsNull();
}

/** The wrapper allows no other call while an index changes; these locks turn a bug there into an error. */
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

inline std::string readString(const Napi::CallbackInfo& info, size_t position, const char* problem) {
  if (position >= info.Length() || !info[position].IsString()) refuse(info, problem);
  std::string text = info[position].As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) refuse(info, problem);
  return text;
}

/** Results with ids as BigInt64Array, or as Int32Array when `narrow`; ids beyond 32 bits are then an error. */
inline Napi::Value idArray(Napi::Env env, const std::vector<int64_t>& ids, bool narrow) {
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

inline Napi::Float32Array floatArray(Napi::Env env, const std::vector<float>& values) {
  auto out = Napi::Float32Array::New(env, values.size());
  if (!values.empty()) std::memcpy(out.Data(), values.data(), values.size() * sizeof(float));
  return out;
}

struct QueryCall {
  std::vector<float> queries;
  /** A large filter, 64-bit ids, in place of request.filterIds. */
  std::shared_ptr<IndexBytes> filterBytes;
  SearchRequest request;
  std::shared_ptr<Progress> progress;

  /** Checks and normalises the copied queries; call on the pool thread. */
  void prepare(const VectorIndex& index, size_t firstRow) {
    if (filterBytes) {
      request.filterIds.resize(filterBytes->size() / sizeof(int64_t));
      filterBytes->read(0, reinterpret_cast<uint8_t*>(request.filterIds.data()), request.filterIds.size() * sizeof(int64_t));
    }
    const auto dimension = static_cast<size_t>(index.dimension());
    checkVectors(queries.data(), request.queryCount, dimension, firstRow, "queries");
    if (index.metric() == Metric::cosine) normaliseVectors(queries.data(), request.queryCount, dimension);
    request.queries = queries.data();
    request.progress = progress.get();
  }
};

/** Ids denied to individual queries, concatenated, and their offsets per query (queryCount + 1 numbers); undefined: none. */
inline void readDenials(const Napi::CallbackInfo& info, size_t position, SearchRequest& request) {
  if (!given(info, position)) return;
  request.denyIds = idsOf(info, position);
  const std::vector<int64_t> offsets = idsOf(info, position + 1);
  bool inOrder = offsets.size() == request.queryCount + 1 && offsets.front() == 0;
  for (size_t i = 0; inOrder && i < request.queryCount; i++) inOrder = offsets[i] <= offsets[i + 1];
  if (!inOrder || offsets.back() != static_cast<int64_t>(request.denyIds.size())) refuse(info, "The ids that are denied to queries are not one list for each");
  request.denyOffsets.assign(offsets.begin(), offsets.end());
}

/**
 * queries, neighborCount, nprobe, efSearch, filter kind (0 none, 1 allow, 2 deny), filter ids or Bytes, threads, token, denied ids,
 * their offsets, first row, …
 */
inline std::shared_ptr<QueryCall> queryCall(const Napi::CallbackInfo& info, int dimension) {
  auto call = std::make_shared<QueryCall>();
  const Napi::Float32Array queries = floats(info, 0);
  if (queries.ElementLength() % static_cast<size_t>(dimension) != 0) refuse(info, "The queries do not fill whole rows");
  call->queries.assign(queries.Data(), queries.Data() + queries.ElementLength());
  call->request.queryCount = queries.ElementLength() / static_cast<size_t>(dimension);
  call->request.neighborCount = static_cast<size_t>(integer(info, 1, 1, 1 << 24));
  call->request.nprobe = static_cast<int>(integer(info, 2, 0, 1 << 24));
  call->request.efSearch = static_cast<int>(integer(info, 3, 0, 1 << 24));
  call->request.filter = static_cast<SearchRequest::Filter>(integer(info, 4, 0, 2));
  if (call->request.filter != SearchRequest::Filter::none) {
    const auto& ofBytes = addonData(info.Env()).bytes;
    if (info[5].IsObject() && info[5].As<Napi::Object>().InstanceOf(ofBytes.Value()))
      call->filterBytes = handle<Bytes>(info, 5, ofBytes)->bytes();
    else
      call->request.filterIds = idsOf(info, 5);
  }
  call->request.threads = static_cast<int>(integer(info, 6, 1, 1024));
  call->progress = progressOf(info, 7);
  readDenials(info, 8, call->request);
  return call;
}

}  // namespace ranklab
