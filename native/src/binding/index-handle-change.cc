// JavaScript methods of Index: train, add, the three calls of a fill, replace, remove and merge.
// Called by native/faiss-index.ts, one at a time.
// Small additions run on the JavaScript thread, everything else on a pool thread.
#include "binding/index-arguments.h"

namespace ranklab {

/** stage, threads, token */
Napi::Value IndexHandle::train(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto staged = handle<Stage>(info, 0, addonData(info.Env()).stage)->take();
    const int threads = static_cast<int>(integer(info, 1, 1, 1024));
    auto progress = progressOf(info, 2);
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [=] {
          const ReleasedAfterUse used(staged);
          Changing changing(*shared);
          changing.index.train(staged->count, staged->prepared(), threads, *progress);
          return Nothing();
        },
        undefinedOf);
  });
}

/** stage, ids or undefined, threads, token → the first id assigned */
Napi::Value IndexHandle::add(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto staged = handle<Stage>(info, 0, addonData(info.Env()).stage)->take();
    const bool withIds = given(info, 1);
    auto ids = std::make_shared<std::vector<int64_t>>(withIds ? idsOf(info, 1) : std::vector<int64_t>());
    const int threads = static_cast<int>(integer(info, 2, 1, 1024));
    auto progress = progressOf(info, 3);
    if (withIds && ids->size() != staged->count) refuse(info, "There must be one id for each vector");
    return PromiseWorker<int64_t>::start(
        info.Env(),
        [=] {
          const ReleasedAfterUse used(staged);
          Changing changing(*shared);
          return changing.index.add(staged->count, staged->prepared(), withIds ? ids->data() : nullptr, threads, *progress);
        },
        accounting(info));
  });
}

/** whole rows, ids or undefined → the first id assigned; undefined for too many rows for this thread, or an unsupported type */
Napi::Value IndexHandle::addSync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    const Napi::Float32Array source = floats(info, 0);
    Changing changing(*shared);
    const auto d = static_cast<size_t>(changing.index.dimension());
    const size_t rows = source.ElementLength() / d;
    if (rows * d != source.ElementLength()) refuse(info, "The vectors do not fill whole rows");
    if (rows == 0 || !changing.index.isSmallFill(rows)) return info.Env().Undefined();
    const bool withIds = given(info, 1);
    const std::vector<int64_t> ids = withIds ? idsOf(info, 1) : std::vector<int64_t>();
    if (withIds && ids.size() != rows) refuse(info, "There must be one id for each vector");
    changing.index.beginFill(rows);
    changing.index.fill(source.Data(), rows, 1);
    int64_t first = changing.index.endFill(withIds ? ids.data() : nullptr);
    account(info.Env());
    return Napi::BigInt::New(info.Env(), first);
  });
}

/** rows → whether the index can be filled in place; if so, fill and endFill or abandonFill follow */
Napi::Value IndexHandle::beginFill(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    const auto rows = static_cast<size_t>(integer(info, 0, 0, INT64_C(1) << 40));
    return PromiseWorker<bool>::start(
        info.Env(),
        [=] {
          Changing changing(*shared);
          if (rows == 0 || !changing.index.supportsInPlaceFill()) return false;
          changing.index.beginFill(rows);
          return true;
        },
        [](Napi::Env env, bool& taken) -> Napi::Value { return Napi::Boolean::New(env, taken); });
  });
}

/** whole rows, number of the first row, threads: checked and copied synchronously */
Napi::Value IndexHandle::fill(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    const Napi::Float32Array source = floats(info, 0);
    const auto firstRow = static_cast<size_t>(integer(info, 1, 0, INT64_C(1) << 40));
    const int threads = static_cast<int>(integer(info, 2, 1, 1024));
    Changing changing(*shared, true);
    const auto d = static_cast<size_t>(changing.index.dimension());
    const size_t rows = source.ElementLength() / d;
    if (rows * d != source.ElementLength()) refuse(info, "The vectors do not fill whole rows");
    if (firstRow != changing.index.filled()) refuse(info, "The vectors came in another order");
    changing.index.fill(source.Data(), rows, threads);
    return info.Env().Undefined();
  });
}

/** ids or undefined → the first id assigned, as a promise unless it took only microseconds */
Napi::Value IndexHandle::endFill(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    const bool withIds = given(info, 0);
    if (!withIds && Reading(*shared).index.endsFillQuickly()) {
      int64_t first = Changing(*shared, true).index.endFill(nullptr);
      account(info.Env());
      return Napi::BigInt::New(info.Env(), first);
    }
    auto ids = std::make_shared<std::vector<int64_t>>(withIds ? idsOf(info, 0) : std::vector<int64_t>());
    if (withIds && ids->size() != Reading(*shared).index.filled()) refuse(info, "There must be one id for each vector");
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
    auto staged = handle<Stage>(info, 0, addonData(info.Env()).stage)->take();
    auto ids = std::make_shared<std::vector<int64_t>>(idsOf(info, 1));
    const int threads = static_cast<int>(integer(info, 2, 1, 1024));
    auto progress = progressOf(info, 3);
    if (ids->size() != staged->count) refuse(info, "There must be one id for each vector");
    return PromiseWorker<Nothing>::start(
        info.Env(),
        [=] {
          const ReleasedAfterUse used(staged);
          Changing changing(*shared);
          changing.index.replace(staged->count, staged->prepared(), ids->data(), threads, *progress);
          return Nothing();
        },
        undefinedOf);
  });
}

/** ids, threads → number of vectors removed */
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
        [account = accounter(info.This())](Napi::Env env, size_t& removed) -> Napi::Value {
          account(env);
          return Napi::Number::New(env, static_cast<double>(removed));
        });
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
        [into = accounter(info.This()), from = accounter(info[0])](Napi::Env env, Nothing&) -> Napi::Value {
          into(env);
          from(env);
          return env.Undefined();
        });
  });
}

}  // namespace ranklab
