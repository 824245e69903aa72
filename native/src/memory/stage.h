// Data passed from JavaScript: staged vectors (Stage), large data (Bytes) and progress (Token); checks of vectors.
// Exported by addon.cc; used by the index-handle files and by vector-index-*.cc.
// Vectors are checked here, in one pass, before they reach FAISS.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include <napi.h>

#include "io/index-file.h"
#include "threads/threads.h"

namespace ranklab {

/** Vectors to be added to an index: a checked copy of the caller's array. */
struct StagedVectors {
  size_t dimension = 0;
  size_t capacity = 0;
  size_t count = 0;
  bool normalise = false;
  std::unique_ptr<float[]> data;

  /** The vectors for the index, normalised to length 1 if requested; call off the JavaScript thread. */
  const float* prepared();
  /** Frees them immediately, off the JavaScript thread, instead of at the next garbage collection. */
  void release();
};

/** Releases the vectors at the end of the work that uses them, also when it fails. */
class ReleasedAfterUse {
 public:
  explicit ReleasedAfterUse(std::shared_ptr<StagedVectors> vectors) : vectors_(std::move(vectors)) {}
  ~ReleasedAfterUse() { vectors_->release(); }
  ReleasedAfterUse(const ReleasedAfterUse&) = delete;
  ReleasedAfterUse& operator=(const ReleasedAfterUse&) = delete;

 private:
  std::shared_ptr<StagedVectors> vectors_;
};

/**
 * Checks n × dimension values.
 * @throws INVALID_ARGUMENT naming the first row with NaN, an infinity, or numbers so large that scores would overflow.
 */
void checkVectors(const float* vectors, size_t n, size_t dimension, size_t firstRow, const char* what);

/** Normalises each row of n × dimension to length 1; a zero row stays zero. */
void normaliseVectors(float* vectors, size_t n, size_t dimension);

/** Copies rows and checks them in the same pass; throws as checkVectors does. */
void copyChecked(float* target, const float* vectors, size_t n, size_t dimension, size_t firstRow);

/** JavaScript's handle: new Stage(dimension, capacity, normalise); allocate(): a promise; append(Float32Array); count. */
class Stage : public Napi::ObjectWrap<Stage> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit Stage(const Napi::CallbackInfo& info);
  /** Takes its vectors, for a single use. @throws INVALID_ARGUMENT on the second call. */
  std::shared_ptr<StagedVectors> take();

 private:
  Napi::Value allocate(const Napi::CallbackInfo& info);
  Napi::Value append(const Napi::CallbackInfo& info);
  Napi::Value count(const Napi::CallbackInfo& info);
  std::shared_ptr<StagedVectors> vectors_;
};

/** JavaScript's handle on an index file's bytes: new Bytes(); append(Uint8Array); read(offset, Uint8Array); size; release(): a promise. */
class Bytes : public Napi::ObjectWrap<Bytes> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit Bytes(const Napi::CallbackInfo& info);
  std::shared_ptr<IndexBytes> bytes() const { return bytes_; }
  void set(std::shared_ptr<IndexBytes> bytes) { bytes_ = std::move(bytes); }

 private:
  Napi::Value read(const Napi::CallbackInfo& info);
  Napi::Value append(const Napi::CallbackInfo& info);
  Napi::Value size(const Napi::CallbackInfo& info);
  Napi::Value release(const Napi::CallbackInfo& info);
  std::shared_ptr<IndexBytes> bytes_;
};

/** JavaScript's handle on a running operation: cancel(); fraction. */
class Token : public Napi::ObjectWrap<Token> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit Token(const Napi::CallbackInfo& info);
  std::shared_ptr<Progress> progress() const { return progress_; }

 private:
  Napi::Value cancel(const Napi::CallbackInfo& info);
  Napi::Value fraction(const Napi::CallbackInfo& info);
  std::shared_ptr<Progress> progress_ = std::make_shared<Progress>();
};

}  // namespace ranklab
