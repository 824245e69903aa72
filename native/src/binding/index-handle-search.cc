// JavaScript methods of Index: search, range search, reconstruct, ids, save and serialize.
// Called by native/search-in-steps.ts, range-in-steps.ts and faiss-index.ts.
// Small searches run on the JavaScript thread, everything else on a pool thread.
#include "binding/index-arguments.h"
#include "io/index-file.h"

namespace ranklab {

namespace {

/** Large results are transferred to JavaScript in pieces, as the wrapper requests them. */
Napi::Value bytesHandle(Napi::Env env, std::shared_ptr<IndexBytes>& bytes) {
  const Napi::Object object = addonData(env).bytes.New({});
  Bytes::Unwrap(object)->set(bytes);
  return object;
}

struct RangeBytes {
  std::vector<int64_t> offsets;
  std::shared_ptr<IndexBytes> ids, scores;
};

}  // namespace

/** ids → the vectors as Bytes */
Napi::Value IndexHandle::reconstruct(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto ids = std::make_shared<std::vector<int64_t>>(idsOf(info, 0));
    return PromiseWorker<std::shared_ptr<IndexBytes>>::start(
        info.Env(),
        [=] {
          Reading reading(*shared);
          std::vector<float> out(ids->size() * static_cast<size_t>(reading.index.dimension()));
          reading.index.reconstruct(*ids, out.data());
          return IndexBytes::of(out);
        },
        bytesHandle);
  });
}

Napi::Value IndexHandle::ids(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    return PromiseWorker<std::shared_ptr<IndexBytes>>::start(
        info.Env(), [=] { return IndexBytes::of(Reading(*shared).index.ids()); }, bytesHandle);
  });
}

/**
 * queryCall's arguments, first row for messages, narrow ids, most multiplications to do on this thread → { ids, scores,
 * fewestEligible, incomplete }, as a promise unless the search is small enough to run on this thread.
 */
Napi::Value IndexHandle::search(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto call = queryCall(info, shared->index->dimension());
    const auto firstRow = static_cast<size_t>(integer(info, 10, 0, INT64_C(1) << 52));
    const bool narrow = info.Length() > 11 && info[11].ToBoolean().Value();
    const auto inlineWork = static_cast<double>(integer(info, 12, 0, INT64_C(1) << 40));
    const auto result = [narrow](Napi::Env env, SearchOutcome& outcome) -> Napi::Value {
      auto out = Napi::Object::New(env);
      out.Set("ids", idArray(env, outcome.ids, narrow));
      out.Set("scores", floatArray(env, outcome.scores));
      out.Set("fewestEligible", static_cast<double>(outcome.fewestEligible));
      out.Set("incomplete", static_cast<double>(outcome.incomplete));
      return out;
    };
    const auto work = [=] {
      Reading reading(*shared);
      call->prepare(reading.index, firstRow);
      return reading.index.search(call->request);
    };
    if (inlineWork > 0 && !call->filterBytes && Reading(*shared).index.estimatedWork(call->request) <= inlineWork) {
      call->request.threads = 1;
      SearchOutcome outcome = work();
      return result(info.Env(), outcome);
    }
    return PromiseWorker<SearchOutcome>::start(info.Env(), work, result);
  });
}

/** queryCall's arguments, first row for messages, minimum score → { offsets, ids and scores as Bytes } */
Napi::Value IndexHandle::rangeSearch(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto shared = open(info.Env());
    auto call = queryCall(info, shared->index->dimension());
    const auto firstRow = static_cast<size_t>(integer(info, 10, 0, INT64_C(1) << 52));
    if (info.Length() < 12 || !info[11].IsNumber()) refuse(info, "The minimum score must be a number");
    const float minimum = info[11].As<Napi::Number>().FloatValue();
    if (!std::isfinite(minimum)) refuse(info, "The minimum score must be finite");
    return PromiseWorker<RangeBytes>::start(
        info.Env(),
        [=] {
          Reading reading(*shared);
          call->prepare(reading.index, firstRow);
          RangeOutcome outcome = reading.index.rangeSearch(call->request, minimum);
          return RangeBytes{std::move(outcome.offsets), IndexBytes::of(outcome.ids), IndexBytes::of(outcome.scores)};
        },
        [](Napi::Env env, RangeBytes& found) -> Napi::Value {
          auto out = Napi::Object::New(env);
          auto offsets = Napi::Float64Array::New(env, found.offsets.size());
          for (size_t i = 0; i < found.offsets.size(); i++) offsets[i] = static_cast<double>(found.offsets[i]);
          out.Set("offsets", offsets);
          out.Set("ids", bytesHandle(env, found.ids));
          out.Set("scores", bytesHandle(env, found.scores));
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
        bytesHandle);
  });
}

}  // namespace ranklab
