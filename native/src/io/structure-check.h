// Checks the parts of a loaded index that FAISS trusts: links, sizes of codes, finite numbers.
// Called by index-file.cc after FAISS has read a file.
// The checks of single types are in structure-check.cc.
#pragma once

#include <faiss/Index.h>

namespace ranklab {

/**
 * Checks the parts of a loaded index that FAISS trusts: links of graphs, sizes of codes, finite numbers.
 * Drops FAISS's own row maps, which are not used here. @throws CORRUPT_ARTIFACT.
 */
void checkStructure(faiss::Index& index);

}  // namespace ranklab
