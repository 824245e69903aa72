// How many lists and links a search follows, including in nested indexes.
// Used by vector-index-search.cc, search-lists.cc and range-search.cc.
// SearchSettings sets parameters that FAISS reads from the index, and restores them.
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
 * where an exception ends the process: types of additive quantizers and spectral hashes reject selectors (FAISS 1.7.3).
 */
bool canScan(const faiss::IndexIVF& lists, const faiss::IDSelector* selector);

/**
 * For types that read nprobe and efSearch from the index or a nested one: sets both for the lifetime of this object, under
 * an exclusive lock, and restores them, so that a search does not change the saved index.
 */
class SearchSettings {
 public:
  /** Zero: the defaults. `widening`: see probedLists; everything: all lists and links. `width`: number of rows requested from FAISS. */
  SearchSettings(faiss::Index* index, int nprobe, int efSearch, Widening widening, size_t width, std::mutex& alone);
  ~SearchSettings();
  SearchSettings(const SearchSettings&) = delete;
  SearchSettings& operator=(const SearchSettings&) = delete;

 private:
  std::unique_lock<std::mutex> lock_;
  std::vector<std::function<void()>> undo_;
};

}  // namespace ranklab
