// The memory an index holds, summed over its parts.
// Called by VectorIndex::refreshStats.
// The sizes of single types are in index-size.cc.
#pragma once

#include <faiss/Index.h>

namespace ranklab {

/** The memory of an index: codes, links, ids of lists, centroids and codebooks of all its parts. */
double storedBytes(const faiss::Index* index);

}  // namespace ranklab
