// Runs work on a pool thread and settles a promise with its result; turns C++ failures into JavaScript errors.
// Used by every asynchronous method of IndexHandle, Stage and Bytes.
// PromiseWorker runs work off the JavaScript thread; guarded() wraps calls that run on it.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <napi.h>

#include "errors.h"

namespace ranklab {

/** An Error with the failure's code and message; the TypeScript wrapper converts it to the product's typed error. */
inline Napi::Error toError(Napi::Env env, const Failure& failure) {
  Napi::Error error = Napi::Error::New(env, failure.message);
  error.Set("code", Napi::String::New(env, failure.code));
  return error;
}

/** Runs `body` on the JavaScript thread and throws its C++ exceptions as JavaScript errors. */
template <class Body>
auto guarded(Napi::Env env, Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const Napi::Error&) {
    throw;
  } catch (...) {
    throw toError(env, describeCurrentException());
  }
}

/**
 * A promise kept off the JavaScript thread: `work` runs on a pool thread and does not access JavaScript; `finish` turns
 * its result into a value on the JavaScript thread.
 */
template <class Result>
class PromiseWorker : public Napi::AsyncWorker {
 public:
  using Work = std::function<Result()>;
  using Finish = std::function<Napi::Value(Napi::Env, Result&)>;

  static Napi::Promise start(Napi::Env env, Work work, Finish finish) {
    auto* worker = new PromiseWorker(env, std::move(work), std::move(finish));
    Napi::Promise promise = worker->deferred_.Promise();
    worker->Queue();
    return promise;
  }

  void Execute() override {
    try {
      result_ = std::make_unique<Result>(work_());
    } catch (...) {
      failure_ = std::make_unique<Failure>(describeCurrentException());
    }
    // Objects held by the work (vectors, the index) are released here, not on the JavaScript thread.
    work_ = nullptr;
  }

  void OnOK() override {
    Napi::Env env = Env();
    if (failure_) return deferred_.Reject(toError(env, *failure_).Value());
    try {
      deferred_.Resolve(finish_(env, *result_));
    } catch (const Napi::Error& error) {
      deferred_.Reject(error.Value());
    } catch (...) {
      deferred_.Reject(toError(env, describeCurrentException()).Value());
    }
  }

 private:
  PromiseWorker(Napi::Env env, Work work, Finish finish)
      : Napi::AsyncWorker(env), deferred_(Napi::Promise::Deferred::New(env)), work_(std::move(work)), finish_(std::move(finish)) {}

  Napi::Promise::Deferred deferred_;
  Work work_;
  Finish finish_;
  std::unique_ptr<Result> result_;
  std::unique_ptr<Failure> failure_;
};

struct Nothing {};

inline Napi::Value undefinedOf(Napi::Env env, Nothing&) { return env.Undefined(); }

/** Releases the last reference to something large on a pool thread, so that freeing it does not block the event loop. */
template <class Held>
Napi::Promise releaseOnPoolThread(Napi::Env env, std::shared_ptr<Held> held) {
  auto last = std::make_shared<std::shared_ptr<Held>>(std::move(held));
  return PromiseWorker<Nothing>::start(
      env,
      [last] {
        last->reset();
        return Nothing();
      },
      undefinedOf);
}

}  // namespace ranklab
