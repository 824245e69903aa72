// Refuses factory strings that FAISS answers with a crash, an endless loop or absurd memory.
// Called by VectorIndex::create before FAISS sees the string.
// The list of refusals is in factory-check.cc.
#pragma once

#include <string>

namespace ranklab {

/**
 * Refuses factory strings FAISS would answer with a crash, an endless loop or an absurd amount of memory; what passes may
 * still be refused by FAISS itself, with an exception. @throws INVALID_ARGUMENT.
 */
void checkFactory(const std::string& factory, int dimension);

}  // namespace ranklab
