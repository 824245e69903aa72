// Assigns, encodes and stores vectors in inverted lists.
// Called by vector-index-change.cc through fill-lists.h.
// test/native/fill-lists.test.ts compares the lists with FAISS's.
#include "training/fill-lists.h"

#include <algorithm>
#include <typeinfo>
#include <vector>

#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexScalarQuantizer.h>

#include "training/grouped-rows.h"
#include "threads/parallel.h"
#include "threads/threads.h"

namespace ranklab {
namespace {

/** Number of vectors that a thread encodes before it takes the next portion. */
constexpr size_t encodingBatch = 64;

bool keepsWholeVectors(const faiss::IndexIVF& lists) { return typeid(lists) == typeid(faiss::IndexIVFFlat); }

/** n × code_size bytes; the vectors themselves where they are stored uncompressed. */
std::vector<uint8_t> encoded(const faiss::IndexIVF& lists, size_t n, const float* vectors, const int64_t* listOf) {
  if (keepsWholeVectors(lists)) return {};
  std::vector<uint8_t> codes(n * lists.code_size);
  inParallel(FaissScope::threads(), n, encodingBatch, [&](Portions& portions, int) {
    const FaissScope alone(1, nullptr);
    for (Range own; portions.next(own);) {
      yieldIfDue();
      lists.encode_vectors(static_cast<int64_t>(own.end - own.begin), vectors + own.begin * static_cast<size_t>(lists.d),
                           listOf + own.begin, &codes[own.begin * lists.code_size]);
    }
  });
  return codes;
}

}  // namespace

bool canFillLists(const faiss::IndexIVF& lists) {
  const auto& type = typeid(lists);
  if (!lists.is_trained) return false;
  const bool known = type == typeid(faiss::IndexIVFFlat) || type == typeid(faiss::IndexIVFPQ) || type == typeid(faiss::IndexIVFScalarQuantizer);
  return known && lists.direct_map.type == faiss::DirectMap::NoMap && dynamic_cast<const faiss::ArrayInvertedLists*>(lists.invlists);
}

void fillLists(faiss::IndexIVF& lists, size_t n, const float* vectors, int64_t firstRow) {
  std::vector<int64_t> listOf(n);
  lists.quantizer->assign(static_cast<int64_t>(n), vectors, listOf.data());
  const std::vector<uint8_t> codes = encoded(lists, n, vectors, listOf.data());
  const auto* source = codes.empty() ? reinterpret_cast<const uint8_t*>(vectors) : codes.data();
  const GroupedRows grouped(listOf.data(), n, lists.nlist);
  faiss::InvertedLists& stored = *lists.invlists;
  std::vector<size_t> before(lists.nlist);
  for (size_t list = 0; list < lists.nlist; list++) before[list] = stored.list_size(list);
  const int threads = FaissScope::threads();
  try {
    inParallel(threads, lists.nlist, std::max<size_t>(1, lists.nlist / (static_cast<size_t>(threads) * 16)), [&](Portions& portions, int) {
      PeriodicCheck interval(lists.code_size);
      for (Range own; portions.next(own);) {
        for (size_t list = own.begin; list < own.end; list++) {
          const size_t added = grouped.count(list);
          if (added > 0) stored.resize(list, before[list] + added);
          for (size_t i = 0; i < added; i++) {
            if (interval.due()) yieldIfDue();
            const size_t row = grouped.row(list, i);
            stored.update_entry(list, before[list] + i, firstRow + static_cast<int64_t>(row), source + row * lists.code_size);
          }
        }
      }
    });
  } catch (...) {
    for (size_t list = 0; list < lists.nlist; list++) stored.resize(list, before[list]);
    throw;
  }
  lists.ntotal += static_cast<int64_t>(n);
}

}  // namespace ranklab
