// Links of graphs, lists, codes and codebooks of a loaded index, checked type by type.
// Called by index-file.cc through structure-check.h.
// test/native/hostile-files-scenarios.ts tests it with damaged files.
#include "io/structure-check.h"

#include <algorithm>
#include <cmath>

#include <faiss/IndexFlat.h>
#include <faiss/IndexFlatCodes.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>

#include "errors.h"

namespace ranklab {
namespace {

void require(bool holds, const char* problem) {
  if (!holds) fail("CORRUPT_ARTIFACT", "The index is damaged: %s", problem);
}

void requireFinite(const float* values, size_t count) {
  // A sum of magnitudes is finite exactly when none is infinite or NaN and the sum does not overflow; checked in blocks.
  for (size_t i = 0; i < count; i += 4096) {
    double sum = 0;
    for (size_t j = i; j < std::min(count, i + 4096); j++) sum += std::fabs(values[j]);
    require(std::isfinite(sum), "it holds numbers that are not finite");
  }
}

void checkGraph(const faiss::IndexHNSW& index) {
  const faiss::HNSW& graph = index.hnsw;
  const auto n = static_cast<size_t>(index.ntotal);
  const auto& perLevel = graph.cum_nneighbor_per_level;
  require(!perLevel.empty() && perLevel[0] == 0 && perLevel.size() == graph.assign_probas.size() + 1, "its levels do not fit");
  for (size_t level = 1; level < perLevel.size(); level++)
    require(perLevel[level] >= perLevel[level - 1] && perLevel[level] <= 1 << 20, "its levels do not fit");
  for (const double probability : graph.assign_probas) require(probability >= 0 && probability <= 1, "its levels do not fit");
  require(graph.levels.size() == n && graph.offsets.size() == n + 1 && graph.offsets[0] == 0, "its links do not fit its vectors");
  require(graph.efConstruction >= 1 && graph.efConstruction <= 1 << 20, "its settings are not plausible");
  require(index.storage && index.storage->ntotal == index.ntotal && index.storage->d == index.d, "its storage does not fit");
  int highest = 0;
  for (size_t row = 0; row < n; row++) {
    const int level = graph.levels[row];
    require(level >= 1 && static_cast<size_t>(level) < perLevel.size(), "a vector has an impossible level");
    require(graph.offsets[row + 1] - graph.offsets[row] == static_cast<size_t>(perLevel[level]), "its links do not fit its levels");
    highest = std::max(highest, level);
  }
  require(graph.neighbors.size() == graph.offsets[n], "its links do not fit its levels");
  for (size_t row = 0; row < n; row++) {
    for (int level = 0; level < graph.levels[row]; level++) {
      for (size_t i = graph.offsets[row] + perLevel[level]; i < graph.offsets[row] + perLevel[level + 1]; i++) {
        const auto neighbor = graph.neighbors[i];
        require(neighbor >= -1 && neighbor < static_cast<int64_t>(n), "a link leads outside");
        require(neighbor < 0 || graph.levels[neighbor] > level, "a link leads to a level that is not there");
      }
    }
  }
  if (n == 0) {
    require(graph.entry_point == -1, "its entry point is not there");
    return;
  }
  require(graph.entry_point >= 0 && graph.entry_point < static_cast<int64_t>(n), "its entry point is not there");
  require(graph.levels[graph.entry_point] == graph.max_level + 1 && graph.max_level + 1 == highest, "its entry point does not fit");
}

void checkLists(faiss::IndexIVF& lists) {
  require(lists.quantizer && lists.invlists && lists.invlists->nlist == lists.nlist, "its lists do not fit");
  require(lists.quantizer->d == lists.d, "its centroids do not fit its vectors");
  require(!lists.is_trained || lists.quantizer->ntotal == static_cast<int64_t>(lists.nlist), "its centroids do not fit its lists");
  checkStructure(*lists.quantizer);
  lists.direct_map.clear();
  size_t total = 0;
  for (size_t list = 0; list < lists.nlist; list++) {
    const size_t size = lists.invlists->list_size(list);
    total += size;
    if (dynamic_cast<faiss::IndexIVFFlat*>(&lists) && size > 0) {
      faiss::InvertedLists::ScopedCodes codes(lists.invlists, list);
      requireFinite(reinterpret_cast<const float*>(codes.get()), size * static_cast<size_t>(lists.d));
    }
  }
  require(total == static_cast<size_t>(lists.ntotal), "its lists do not hold its vectors");
}

}  // namespace

void checkStructure(faiss::Index& index) {
  require(index.d >= 1 && index.ntotal >= 0, "its sizes are not plausible");
  require(index.metric_type == faiss::METRIC_INNER_PRODUCT || index.metric_type == faiss::METRIC_L2, "its metric is unknown");
  if (auto* map = dynamic_cast<faiss::IndexIDMap*>(&index)) {
    require(map->id_map.size() == static_cast<size_t>(map->ntotal), "its ids do not fit its vectors");
    return checkStructure(*map->index);
  }
  if (auto* transform = dynamic_cast<faiss::IndexPreTransform*>(&index)) {
    int64_t dimension = transform->d;
    for (const auto* step : transform->chain) {
      require(step->d_in == dimension, "its transforms do not fit each other");
      dimension = step->d_out;
    }
    require(transform->index->d == dimension && transform->index->ntotal == transform->ntotal, "its parts do not fit each other");
    require(!transform->is_trained || transform->index->is_trained, "a part of it is not trained");
    return checkStructure(*transform->index);
  }
  if (auto* refine = dynamic_cast<faiss::IndexRefine*>(&index)) {
    require(!refine->is_trained || refine->base_index->is_trained, "a part of it is not trained");
    checkStructure(*refine->base_index);
    return checkStructure(*refine->refine_index);
  }
  if (auto* graph = dynamic_cast<faiss::IndexHNSW*>(&index)) {
    checkGraph(*graph);
    return checkStructure(*graph->storage);
  }
  if (auto* lists = dynamic_cast<faiss::IndexIVF*>(&index)) return checkLists(*lists);
  if (auto* codes = dynamic_cast<faiss::IndexFlatCodes*>(&index))
    require(codes->codes.size() == static_cast<size_t>(codes->ntotal) * codes->code_size, "its codes do not fit its vectors");
  if (auto* flat = dynamic_cast<faiss::IndexFlat*>(&index))
    requireFinite(flat->get_xb(), static_cast<size_t>(flat->ntotal) * static_cast<size_t>(flat->d));
}

}  // namespace ranklab
