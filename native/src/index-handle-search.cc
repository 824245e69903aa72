#include "index-arguments.h"
#include "index-file.h"

namespace ranklab {

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

}  // namespace ranklab
