#include "dispatch-flat.h"

#include "threads.h"

namespace ranklab {
namespace {

struct Computer : faiss::FlatCodesDistanceComputer {
  using Compare = float (*)(const float*, const float*, size_t);

  Computer(const DispatchFlat& storage)
      : faiss::FlatCodesDistanceComputer(storage.codes.data(), storage.code_size),
        dimension(storage.d),
        compare(storage.metric_type == faiss::METRIC_L2 ? kernels().squaredL2 : kernels().innerProduct) {}

  /** Comes once for each vector that is added to a graph. */
  void set_query(const float* x) override {
    giveWay();
    query = x;
  }
  float distance_to_code(const uint8_t* code) override { return compare(query, reinterpret_cast<const float*>(code), dimension); }
  float symmetric_dis(int64_t i, int64_t j) override { return compare(row(i), row(j), dimension); }

  const float* row(int64_t i) const { return reinterpret_cast<const float*>(codes + i * code_size); }

  const float* query = nullptr;
  size_t dimension;
  Compare compare;
};

}  // namespace

faiss::FlatCodesDistanceComputer* DispatchFlat::get_FlatCodesDistanceComputer() const { return new Computer(*this); }

}  // namespace ranklab
