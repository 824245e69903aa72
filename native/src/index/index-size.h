// The memory an index holds, summed over its parts.
// Called by VectorIndex::refreshStats.
// The sizes of single types are in index-size.cc.
#pragma once

#include <faiss/Index.h>

namespace ranklab {

/** What an index keeps in memory: codes, links, ids of lists, centroids and codebooks, in every part of it. */
double storedBytes(const faiss::Index* index);

}  // namespace ranklab
