// Rejects factory strings that make FAISS crash, loop endlessly or allocate excessive memory.
// Called by VectorIndex::create before FAISS sees the string.
// The rejected strings are listed in factory-check.cc.
#pragma once

#include <string>

namespace ranklab {

/**
 * Rejects factory strings that make FAISS crash, loop endlessly or allocate excessive memory. FAISS may still reject the
 * others with an exception. @throws INVALID_ARGUMENT.
 */
void checkFactory(const std::string& factory, int dimension);

}  // namespace ranklab
