// Visits an index and its nested indexes: behind transforms, in refined types, in graphs and quantizers.
// Used where a setting, a size or a check applies to every part: search-settings.cc, training-settings.cc, index-size.cc.
// FAISS types that wrap another index are added here.
#pragma once

#include <faiss/Index.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>

namespace ranklab {

/** Visits the index and the nested indexes that a FAISS search uses: those behind transforms, and both halves of a refined one. */
template <class Visit>
void visitSearchedParts(faiss::Index* index, const Visit& visit) {
  if (!index) return;
  visit(index);
  if (auto* transform = dynamic_cast<faiss::IndexPreTransform*>(index)) visitSearchedParts(transform->index, visit);
  if (auto* refine = dynamic_cast<faiss::IndexRefine*>(index)) {
    visitSearchedParts(refine->base_index, visit);
    visitSearchedParts(refine->refine_index, visit);
  }
}

/** Visits all parts: those above, the storage of a graph, and the coarse quantizer of lists. */
template <class Visit>
void visitParts(faiss::Index* index, const Visit& visit) {
  visitSearchedParts(index, [&](faiss::Index* part) {
    visit(part);
    if (auto* graph = dynamic_cast<faiss::IndexHNSW*>(part)) visitParts(graph->storage, visit);
    if (auto* lists = dynamic_cast<faiss::IndexIVF*>(part)) visitParts(lists->quantizer, visit);
  });
}

}  // namespace ranklab
