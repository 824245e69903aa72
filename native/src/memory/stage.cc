// Checks, copies and normalises vectors; the methods of Stage, Bytes and Token.
// Called by native/faiss-index.ts and native/large-bytes.ts, and by vector-index-*.cc for the checks.
// Copies on the JavaScript thread are short, because the wrapper passes one piece at a time.
#include "memory/stage.h"

#include <cfloat>
#include <cmath>
#include <cstring>

#include "binding/async.h"
#include "kernels/kernels.h"
#include "memory/large-memory.h"

namespace ranklab {

namespace {

double squaredLength(const float* values, size_t dimension) {
  double lanes[4] = {};
  size_t i = 0;
  for (; i + 4 <= dimension; i += 4)
    for (size_t j = 0; j < 4; j++) lanes[j] += static_cast<double>(values[i + j]) * values[i + j];
  for (; i < dimension; i++) lanes[i % 4] += static_cast<double>(values[i]) * values[i];
  return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

}  // namespace

namespace {

// A quarter of the largest float leaves room for the squared distance of two such rows.
constexpr double maxSquared = FLT_MAX / 4.0;

/** Rows without a larger magnitude are always valid; nearly all vectors are far below it. */
float safeMagnitude(size_t dimension) { return static_cast<float>(std::sqrt(maxSquared / static_cast<double>(dimension)) / 2); }

void checkRows(const float* vectors, size_t n, size_t dimension, size_t firstRow, const char* what) {
  for (size_t row = 0; row < n; row++) {
    const float* values = vectors + row * dimension;
    if (squaredLength(values, dimension) < maxSquared) continue;
    for (size_t i = 0; i < dimension; i++) {
      if (!std::isfinite(values[i]))
        fail("INVALID_ARGUMENT", "Row %zu of the %s holds %s (column %zu)", firstRow + row, what,
             std::isnan(values[i]) ? "NaN" : "an infinity", i);
    }
    fail("INVALID_ARGUMENT", "Row %zu of the %s holds numbers too large to compare", firstRow + row, what);
  }
}

}  // namespace

void checkVectors(const float* vectors, size_t n, size_t dimension, size_t firstRow, const char* what) {
  if (!kernels().allWithin(vectors, n * dimension, safeMagnitude(dimension))) checkRows(vectors, n, dimension, firstRow, what);
}

void copyChecked(float* target, const float* vectors, size_t n, size_t dimension, size_t firstRow) {
  // The copies are checked, not the originals, which the caller may change concurrently.
  if (!kernels().copyWithin(target, vectors, n * dimension, safeMagnitude(dimension))) checkRows(target, n, dimension, firstRow, "vectors");
}

void normaliseVectors(float* vectors, size_t n, size_t dimension) {
  for (size_t row = 0; row < n; row++) {
    float* values = vectors + row * dimension;
    const double square = squaredLength(values, dimension);
    if (square == 0) continue;
    const double scale = 1.0 / std::sqrt(square);
    for (size_t i = 0; i < dimension; i++) values[i] = static_cast<float>(values[i] * scale);
  }
}

const float* StagedVectors::prepared() {
  if (normalise) normaliseVectors(data.get(), count, dimension);
  normalise = false;
  return data.get();
}

void StagedVectors::release() {
  if (data) releaseMemoryToSystem(data.get(), capacity * dimension * sizeof(float));
  data.reset();
  count = capacity = 0;
}

namespace {

Napi::Float32Array floats(const Napi::CallbackInfo& info, size_t position) {
  if (position >= info.Length() || !info[position].IsTypedArray() ||
      info[position].As<Napi::TypedArray>().TypedArrayType() != napi_float32_array)
    throw toError(info.Env(), {"INVALID_ARGUMENT", "Vectors must be a Float32Array"});
  return info[position].As<Napi::Float32Array>();
}

Napi::Uint8Array octets(const Napi::CallbackInfo& info, size_t position) {
  if (position >= info.Length() || !info[position].IsTypedArray() ||
      info[position].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array)
    throw toError(info.Env(), {"INVALID_ARGUMENT", "The bytes of an index must be a Uint8Array"});
  return info[position].As<Napi::Uint8Array>();
}

size_t whole(const Napi::CallbackInfo& info, size_t position) {
  const double value = position < info.Length() && info[position].IsNumber() ? info[position].As<Napi::Number>().DoubleValue() : -1;
  if (!(value >= 0 && value <= 9007199254740991.0)) throw toError(info.Env(), {"INVALID_ARGUMENT", "A size must be 0 or more"});
  return static_cast<size_t>(value);
}

}  // namespace

Napi::Function Stage::define(Napi::Env env) {
  return DefineClass(env, "Stage",
                     {InstanceMethod<&Stage::allocate>("allocate"), InstanceMethod<&Stage::append>("append"),
                      InstanceAccessor<&Stage::count>("count")});
}

Stage::Stage(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Stage>(info) {
  guarded(info.Env(), [&] {
    vectors_ = std::make_shared<StagedVectors>();
    vectors_->dimension = whole(info, 0);
    vectors_->capacity = whole(info, 1);
    vectors_->normalise = info.Length() > 2 && info[2].ToBoolean().Value();
    const double values = static_cast<double>(vectors_->dimension) * static_cast<double>(vectors_->capacity);
    if (vectors_->dimension < 1 || values > 1e12) throw CodedError("INVALID_ARGUMENT", "These vectors do not fit into memory");
    vectors_->data.reset(new float[vectors_->dimension * vectors_->capacity]);
  });
}

std::shared_ptr<StagedVectors> Stage::take() {
  if (!vectors_->data) throw CodedError("INVALID_ARGUMENT", "These vectors have been used");
  auto taken = std::move(vectors_);
  vectors_ = std::make_shared<StagedVectors>();
  vectors_->dimension = taken->dimension;
  return taken;
}

/** Pre-faults the memory, so that appending only copies; optional. */
Napi::Value Stage::allocate(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto staged = vectors_;
    if (staged->count > 0) throw CodedError("INVALID_ARGUMENT", "There are vectors in it already");
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [staged] {
          touchPages(staged->data.get(), staged->dimension * staged->capacity * sizeof(float));
          return Nothing();
        },
        undefinedOf);
  });
}

Napi::Value Stage::append(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const Napi::Float32Array source = floats(info, 0);
    auto staged = vectors_;
    const size_t rows = source.ElementLength() / staged->dimension;
    if (rows * staged->dimension != source.ElementLength() || rows > staged->capacity - staged->count)
      throw CodedError("INVALID_ARGUMENT", "The vectors do not fill whole rows of the room made for them");
    copyChecked(staged->data.get() + staged->count * staged->dimension, source.Data(), rows, staged->dimension, staged->count);
    staged->count += rows;
    return info.Env().Undefined();
  });
}

Napi::Value Stage::count(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), static_cast<double>(vectors_->count)); }

Napi::Function Bytes::define(Napi::Env env) {
  return DefineClass(env, "Bytes",
                     {InstanceMethod<&Bytes::read>("read"), InstanceMethod<&Bytes::append>("append"), InstanceAccessor<&Bytes::size>("size"),
                      InstanceMethod<&Bytes::release>("release")});
}

Bytes::Bytes(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Bytes>(info) {
  guarded(info.Env(), [&] { bytes_ = std::make_shared<IndexBytes>(); });
}

Napi::Value Bytes::read(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    Napi::Uint8Array target = octets(info, 1);
    bytes_->read(whole(info, 0), target.Data(), target.ByteLength());
    return info.Env().Undefined();
  });
}

Napi::Value Bytes::append(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const Napi::Uint8Array source = octets(info, 0);
    bytes_->append(source.Data(), source.ByteLength());
    return info.Env().Undefined();
  });
}

Napi::Value Bytes::size(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), static_cast<double>(bytes_->size())); }

/** Empties it; its memory is freed off the JavaScript thread. */
Napi::Value Bytes::release(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    std::shared_ptr<IndexBytes> bytes = std::move(bytes_);
    bytes_ = std::make_shared<IndexBytes>();
    return releaseOnPoolThread(info.Env(), std::move(bytes));
  });
}

Napi::Function Token::define(Napi::Env env) {
  return DefineClass(env, "Token", {InstanceMethod<&Token::cancel>("cancel"), InstanceAccessor<&Token::fraction>("fraction")});
}

Token::Token(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Token>(info) {}

Napi::Value Token::cancel(const Napi::CallbackInfo& info) {
  progress_->cancelled = true;
  return info.Env().Undefined();
}

Napi::Value Token::fraction(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), progress_->fraction.load()); }

}  // namespace ranklab
