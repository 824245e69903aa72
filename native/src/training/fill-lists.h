// Adds vectors to inverted lists as FAISS's add_with_ids does, and yields to the event loop meanwhile.
// Called by vector-index-change.cc for large additions.
// Only for list types whose codes it can store.
#pragma once

#include <faiss/IndexIVF.h>

namespace ranklab {

/** Whether fillLists stores what FAISS would for this type. */
bool canFillLists(const faiss::IndexIVF& lists);

/**
 * Adds vectors (n × lists.d, row-major) under the numbers firstRow, firstRow + 1 … as FAISS's add_with_ids does: the
 * same lists in the same order, with codes that are equal up to rounding. Yields to the event loop. Running out of memory
 * leaves the lists unchanged. Uses the threads of the current FaissScope.
 */
void fillLists(faiss::IndexIVF& lists, size_t n, const float* vectors, int64_t firstRow);

}  // namespace ranklab
