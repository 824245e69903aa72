// How many more lists a search probes behind a filter than without one.
// Made by VectorIndex::listWidening; read by probedLists and SearchSettings.
// Kept apart from both, since vector-index.h and search-settings.h share it.
#pragma once

#include <limits>

namespace ranklab {

struct Widening {
  /** Times as many lists. */
  double factor = 1.0;
  /** And this share of all lists before that. */
  double share = 0.0;

  static Widening everything() { return {std::numeric_limits<double>::infinity(), 0.0}; }
};

}  // namespace ranklab
