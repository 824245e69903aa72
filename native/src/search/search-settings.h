// How many lists and links a search follows, also in indexes inside others.
// Used by vector-index-search.cc, search-lists.cc and range-search.cc.
// SearchSettings sets what FAISS reads from an index itself, and puts it back.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <faiss/Index.h>
#include <faiss/IndexIVF.h>

#include "search/widening.h"

namespace ranklab {

/** How many lists a search probes. `nprobe` 0: the usual number; `widening` adds to it; at most all. */
size_t probedLists(const faiss::IndexIVF& lists, int nprobe, Widening widening);

/**
 * Whether the lists can be scanned with this selector (null: without any). FAISS asks for the scanner inside a parallel region,
 * where a refusal ends the process: types of additive quantizers and spectral hashes refuse selectors (FAISS 1.7.3).
 */
bool canScan(const faiss::IndexIVF& lists, const faiss::IDSelector* selector);

/**
 * For types that read nprobe and efSearch from themselves, or from an index inside them: sets both for the lifetime of this
 * object, alone, and puts back what was there, so that a search leaves no trace in what is saved.
 */
class SearchSettings {
 public:
  /** Zero: the usual ones. `widening`: see probedLists; everything: all lists and links. `width`: how many rows FAISS will be asked for. */
  SearchSettings(faiss::Index* index, int nprobe, int efSearch, Widening widening, size_t width, std::mutex& alone);
  ~SearchSettings();
  SearchSettings(const SearchSettings&) = delete;
  SearchSettings& operator=(const SearchSettings&) = delete;

 private:
  std::unique_lock<std::mutex> lock_;
  std::vector<std::function<void()>> undo_;
};

}  // namespace ranklab
