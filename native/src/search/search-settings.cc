// The default number of lists, the widening behind filters, and SearchSettings.
// Called by vector-index-search.cc, search-lists.cc and range-search.cc.
// See search-settings.h.
#include "search/search-settings.h"

#include <algorithm>
#include <climits>
#include <cmath>

#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFPQR.h>

#include "index/index-parts.h"

namespace ranklab {
namespace {

/** A sixteenth of the lists, at least eight: recall around .9 on clustered data; FAISS's own default is one list. */
size_t usualNprobe(const faiss::IndexIVF& lists) {
  return std::min<size_t>(lists.nlist, std::max<size_t>(8, (lists.nlist + 15) / 16));
}

}  // namespace

size_t probedLists(const faiss::IndexIVF& lists, int nprobe, Widening widening) {
  const double usual = static_cast<double>(nprobe > 0 ? static_cast<size_t>(nprobe) : usualNprobe(lists));
  const double wanted = std::ceil(widening.factor * (usual + widening.share * static_cast<double>(lists.nlist)));
  return wanted >= static_cast<double>(lists.nlist) ? lists.nlist : static_cast<size_t>(wanted);
}

bool canScan(const faiss::IndexIVF& lists, const faiss::IDSelector* selector) {
  // These types re-rank scanned entries by their position in the lists, which FAISS does not support with a selector.
  if (selector && dynamic_cast<const faiss::IndexIVFPQR*>(&lists)) return false;
  try {
    const std::unique_ptr<faiss::InvertedListScanner> scanner(lists.get_InvertedListScanner(false, selector));
    return scanner != nullptr;
  } catch (const std::exception&) {
    return false;
  }
}

SearchSettings::SearchSettings(faiss::Index* index, int nprobe, int efSearch, Widening widening, size_t width, std::mutex& alone) {
  const auto replace = [this, &alone](auto& field, auto value) {
    if (!lock_.owns_lock()) lock_ = std::unique_lock<std::mutex>(alone);
    undo_.push_back([&field, before = field] { field = before; });
    field = value;
  };
  visitSearchedParts(index, [&](faiss::Index* part) {
    if (auto* lists = dynamic_cast<faiss::IndexIVF*>(part))
      replace(lists->nprobe, probedLists(*lists, nprobe, widening));
    if (auto* graph = dynamic_cast<faiss::IndexHNSW*>(part)) {
      // A graph returns no more rows than its search breadth.
      const size_t usual = std::max<size_t>(efSearch > 0 ? static_cast<size_t>(efSearch) : 64, width);
      const size_t wanted = std::isinf(widening.factor) ? static_cast<size_t>(graph->ntotal) : usual;
      replace(graph->hnsw.efSearch, static_cast<int>(std::min({wanted, static_cast<size_t>(graph->ntotal), size_t{INT_MAX}})));
    }
  });
}

SearchSettings::~SearchSettings() {
  for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) (*undo)();
}

}  // namespace ranklab
