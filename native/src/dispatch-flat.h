#pragma once

#include <faiss/IndexFlat.h>

#include "kernels.h"

namespace ranklab {

/**
 * FAISS's flat storage whose distances come from our kernels, so that building and searching a graph over it runs as fast as
 * the processor allows even where FAISS was compiled for the oldest one. Written to a file it is an ordinary IndexFlat.
 */
struct DispatchFlat : faiss::IndexFlat {
  DispatchFlat(int64_t dimension, faiss::MetricType metric) : faiss::IndexFlat(dimension, metric) {}

  faiss::FlatCodesDistanceComputer* get_FlatCodesDistanceComputer() const override;
};

}  // namespace ranklab
