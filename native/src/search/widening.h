// How many more lists a search probes with a filter than without one.
// Created by VectorIndex::listWidening; read by probedLists and SearchSettings.
// A separate header, since vector-index.h and search-settings.h share it.
#pragma once

#include <limits>

namespace ranklab {

struct Widening {
  /** Factor on the number of lists. */
  double factor = 1.0;
  /** Share of all lists, added before the factor is applied. */
  double share = 0.0;

  static Widening everything() { return {std::numeric_limits<double>::infinity(), 0.0}; }
};

}  // namespace ranklab
