// Bytes of codes, links, list ids, centroids and codebooks, by FAISS type.
// Called by VectorIndex::refreshStats through index-size.h.
// test/native/composed-types.test.ts compares the sum with the size of the saved file.
#include "index/index-size.h"

#include <faiss/IndexFlatCodes.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/VectorTransform.h>

#include "index/index-parts.h"

namespace ranklab {
namespace {

template <class Values>
double bytesOf(const Values& values) {
  return static_cast<double>(values.size()) * sizeof(values[0]);
}

double transformBytes(const faiss::IndexPreTransform& transform) {
  double bytes = 0;
  for (const auto* step : transform.chain)
    if (const auto* linear = dynamic_cast<const faiss::LinearTransform*>(step)) bytes += bytesOf(linear->A) + bytesOf(linear->b);
  return bytes;
}

/** Size without nested indexes. */
double ownBytes(const faiss::Index* index) {
  if (const auto* transform = dynamic_cast<const faiss::IndexPreTransform*>(index)) return transformBytes(*transform);
  if (dynamic_cast<const faiss::IndexRefine*>(index)) return 0;
  if (const auto* graph = dynamic_cast<const faiss::IndexHNSW*>(index))
    return bytesOf(graph->hnsw.neighbors) + bytesOf(graph->hnsw.offsets) + bytesOf(graph->hnsw.levels);
  if (const auto* lists = dynamic_cast<const faiss::IndexIVF*>(index)) {
    double bytes = 0;
    for (size_t list = 0; list < lists->nlist; list++)
      bytes += static_cast<double>(lists->invlists->list_size(list)) * (lists->code_size + sizeof(int64_t));
    if (const auto* quantized = dynamic_cast<const faiss::IndexIVFPQ*>(lists)) bytes += bytesOf(quantized->pq.centroids);
    return bytes;
  }
  // Its vector count is the number of centroid combinations, of which it stores none.
  if (const auto* combined = dynamic_cast<const faiss::MultiIndexQuantizer*>(index)) return bytesOf(combined->pq.centroids);
  double bytes = 0;
  if (const auto* quantized = dynamic_cast<const faiss::IndexPQ*>(index)) bytes += bytesOf(quantized->pq.centroids);
  if (const auto* codes = dynamic_cast<const faiss::IndexFlatCodes*>(index)) return bytes + static_cast<double>(codes->codes.size());
  return static_cast<double>(index->ntotal) * index->d * sizeof(float);
}

}  // namespace

double storedBytes(const faiss::Index* index) {
  double bytes = 0;
  // Read-only access; the visitor takes FAISS's types as non-const.
  visitParts(const_cast<faiss::Index*>(index), [&bytes](faiss::Index* part) { bytes += ownBytes(part); });
  return bytes;
}

}  // namespace ranklab
