// VectorIndex: a FAISS index with 64-bit ids, filters, removal and scores where larger is better.
// Held by binding/index-handle.h; its methods are in index/vector-index-*.cc and search/*.cc.
// The only place that handles rows, ids and tombstones together.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <faiss/Index.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/impl/ProductQuantizer.h>
#include <faiss/impl/io.h>

#include "index/eligibility.h"
#include "gpu/gpu.h"
#include "gpu/gpu-fallback.h"
#include "search/nearest.h"
#include "search/widening.h"
#include "threads/parallel.h"
#include "threads/threads.h"

namespace ranklab {

enum class Metric { innerProduct, l2, cosine };

/** How the rows of an index are stored, which decides how it is searched and how rows are removed. */
enum class Kind {
  flat,   // whole vectors in row order: compared with our kernels
  codes,  // compressed vectors in row order, each decodable independently
  graph,  // HNSW over one of the above
  lists,  // inverted lists
  other,  // any other FAISS type: searched only by FAISS
};

struct CreateOptions {
  int dimension = 0;
  std::string factory;
  Metric metric = Metric::innerProduct;
  int efConstruction = 0;  // 0: FAISS's default
  int trainingSeed = -1;   // negative: FAISS's default
  int device = -1;         // negative: CPU; otherwise the CUDA device
};

struct SearchRequest {
  const float* queries = nullptr;  // queryCount × dimension, row-major, already normalised for cosine
  size_t queryCount = 0;
  size_t neighborCount = 0;  // at least 1
  int nprobe = 0;            // 0: default
  int efSearch = 0;          // 0: default
  enum class Filter { none, allow, deny } filter = Filter::none;
  std::vector<int64_t> filterIds;
  /** Ids excluded for query q: denyIds[denyOffsets[q]] … denyIds[denyOffsets[q + 1] − 1]. No offsets: none. */
  std::vector<int64_t> denyIds;
  std::vector<size_t> denyOffsets;
  int threads = 1;
  const Progress* progress = nullptr;
};

/** queryCount × neighborCount, row-major, best first; id −1 and score −Infinity pad. */
struct SearchOutcome {
  std::vector<int64_t> ids;
  std::vector<float> scores;
  /** The number of eligible vectors of the query with the fewest. */
  size_t fewestEligible = 0;
  /** Queries with fewer than neighborCount results although more exist for them. */
  size_t incomplete = 0;
};

/** Matches of query q are entries offsets[q] … offsets[q + 1] − 1, best first. */
struct RangeOutcome {
  std::vector<int64_t> offsets;
  std::vector<int64_t> ids;
  std::vector<float> scores;
};

struct IndexStats {
  int64_t count = 0;    // vectors that searches can return
  int64_t removed = 0;  // vectors still stored but never returned
  bool trained = false;
  double bytes = 0;
  std::string structure;
};

/**
 * A FAISS index with 64-bit ids. FAISS numbers rows 0, 1, 2 …; `labels_` maps each row to its id (−1: removed), so every
 * type of index has 64-bit ids, filters and removal. Larger scores are better; L2 is the negated squared distance.
 *
 * Not synchronised: allows any number of concurrent const calls, or one non-const call.
 */
class VectorIndex {
 public:
  static std::unique_ptr<VectorIndex> create(const CreateOptions& options);
  /** Takes over a FAISS index that passed checkStructure, with the ids of its rows (empty: 0, 1, 2 …). */
  static std::unique_ptr<VectorIndex> adopt(std::unique_ptr<faiss::Index> index, std::vector<int64_t> labels, Metric metric, int device);

  ~VectorIndex();

  int dimension() const { return root_->d; }
  Metric metric() const { return metric_; }
  Kind kind() const { return kind_; }
  bool trained() const { return root_->is_trained; }
  const IndexStats& stats() const { return stats_; }
  /** "cpu", "cuda:0", or why the requested GPU is not used. */
  std::string deviceDescription() const;

  /** Vectors are n × dimension, row-major, checked and normalised by the caller. */
  void train(size_t n, const float* vectors, int threads, Progress& progress);
  /** Adds all vectors or none. `ids` null: numbers after the largest id so far, of which the first is returned. */
  int64_t add(size_t n, const float* vectors, const int64_t* ids, int threads, Progress& progress);
  /**
   * A fast path for plain Flat indexes, without a staged copy: rows are appended in pieces and get their ids at the end.
   * Until then they are not searched, saved or counted; any other change discards them.
   */
  bool supportsInPlaceFill() const { return kind_ == Kind::flat && chain_.empty(); }
  /** Whether adding `n` more rows takes less time than a thread switch. */
  bool isSmallFill(size_t n) const;
  void beginFill(size_t n);
  /** Checks the next `n` rows and appends them; a rejected row cancels the whole addition. */
  void fill(const float* vectors, size_t n, int threads);
  size_t filled() const { return filled_; }
  /** Whether endFill takes microseconds: it only numbers the rows. */
  bool endsFillQuickly() const { return metric_ != Metric::cosine && !gpu_ && rowCount() == 0 && pending_ <= size_t{1} << 17; }
  int64_t endFill(const int64_t* ids);
  void abandonFill();
  /** Unknown ids are ignored; returns the number of vectors removed. */
  size_t remove(const std::vector<int64_t>& ids, int threads);
  void replace(size_t n, const float* vectors, const int64_t* ids, int threads, Progress& progress);
  void merge(VectorIndex& other, int threads);
  void reconstruct(const std::vector<int64_t>& ids, float* out) const;
  std::vector<int64_t> ids() const;

  SearchOutcome search(const SearchRequest& request) const;
  /** Approximate number of multiplications of a search, which decides whether it may run on the caller's thread. */
  double estimatedWork(const SearchRequest& request) const;
  RangeOutcome rangeSearch(const SearchRequest& request, float minimumScore) const;

  /** Writes a plain FAISS file; see index-file.h. */
  void write(faiss::IOWriter* writer);

  /** Whether its memory is small enough to be freed on the calling thread. */
  bool freesQuickly() const;

  /** Set when a change failed half-way; from then on only dispose is safe. */
  bool broken() const { return broken_; }

 private:
  VectorIndex() = default;
  void classify();
  void refreshStats();
  void requireTrained() const;
  void refuseMoreThanMemory(size_t n) const;
  size_t rowCount() const { return labels_.size(); }
  /** Whether removed rows are physically deleted; otherwise they stay as tombstones. */
  bool removesRows() const;
  /** The row of an id, or −1. */
  int64_t rowOf(int64_t id) const;
  void rebuildRows();
  void refuseKnownIds(size_t n, const int64_t* ids) const;
  void refusePresentIds(size_t n, const int64_t* ids) const;
  /** The first of `n` consecutive new ids. @throws CONFLICT when fewer are left. */
  int64_t nextIds(size_t n) const;
  /** Enters the labels of rows from `firstRow` on into the maps. */
  void enterRows(size_t firstRow);
  /** Appends vectors under the given labels, even if other rows have them; on failure nothing changes. */
  void appendRows(size_t n, const float* vectors, const int64_t* labels, int threads, Progress& progress);
  void insertBatch(size_t n, const float* vectors, size_t firstRow);
  void dropRows(const std::vector<int64_t>& rows, int threads);
  /** The rows that remain after the request's filter, its denied ids and the tombstones. */
  Eligibility eligibility(const SearchRequest& request) const;
  Eligibility batchEligibility(const SearchRequest& request) const;
  /**
   * The extra lists to probe because of a filter and of rows denied to queries [begin, end), so that the probed lists hold as many
   * eligible rows as they usually hold rows. This preserves recall, and makes results exact for a filter that leaves few rows.
   */
  Widening listWidening(const Eligibility& eligible, size_t begin, size_t end) const {
    const double rows = static_cast<double>(std::max<size_t>(1, rowCount()));
    return {rows / static_cast<double>(std::max<size_t>(1, eligible.count())), static_cast<double>(eligible.maxDenied(begin, end)) / rows};
  }
  /** Applies the transforms in front of the core index; returns null when there are none. */
  std::unique_ptr<float[]> transformed(size_t n, const float* vectors) const;
  std::unique_ptr<float[]> trainTransforms(size_t n, const float* vectors, Progress& progress);
  std::unique_ptr<VectorIndex> copyOfFile() const;
  void resetTraining(std::unique_ptr<VectorIndex> before);
  void reconstructRows(const std::vector<int64_t>& rows, float* out) const;

  void searchOnCpu(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchFlat(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchCodes(const SearchRequest& request, const float* queries, const faiss::Index& storage, const Eligibility& eligible,
                   SearchOutcome& out) const;
  void searchGraph(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchLists(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchListsOfWholeVectors(const SearchRequest& request, const float* queries, const Eligibility& eligible,
                                 SearchOutcome& out) const;
  /** Searches every list, without the quantizer; for queries with too few results from the usual lists. */
  void searchAllLists(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchGeneric(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  bool searchGpu(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  /** A range of a request's queries: index of the first one, and their number. */
  struct Queries {
    size_t first, count;
  };
  /** Converts FAISS's rows and distances (count × width) to the best eligible ids and scores, and writes them to `out`. */
  void collect(const SearchRequest& request, Queries queries, size_t width, const int64_t* rows, const float* distances, const Eligibility& eligible,
               SearchOutcome& out) const;
  /** How many rows to request from FAISS for queries [begin, end), where `unfiltered` of the returned rows may be ineligible. */
  size_t widthFor(const SearchRequest& request, size_t unfiltered, const Eligibility& eligible, size_t begin, size_t end) const {
    return std::min(static_cast<size_t>(core_->ntotal), request.neighborCount + unfiltered + eligible.maxDenied(begin, end));
  }
  /**
   * Calls FAISS's `search(range, queries, width, distances, rows)` for a few queries at a time, yielding to the event loop in
   * between, on the requested number of threads, and collects the results. `unfiltered`: how many of the rows it returns may
   * be ineligible, in addition to those denied to individual queries.
   */
  template <class Search>
  void searchWidened(const SearchRequest& request, const float* queries, size_t unfiltered, const Eligibility& eligible, SearchOutcome& out,
                  const Search& search) const;
  /** The queries with fewer results than exist for them. */
  static std::vector<size_t> incompleteQueries(const SearchRequest& request, const Eligibility& eligible, const SearchOutcome& out);
  /** Calls `search(request, queries, eligible, out)` for these queries only and writes the results to their rows in `out`. */
  template <class Search>
  void searchAgain(const std::vector<size_t>& which, const SearchRequest& request, const float* queries, const Eligibility& eligible,
                   SearchOutcome& out, const Search& search) const;
  /** Largest number of (row, distance) pairs held at a time, over all threads. */
  static constexpr size_t maxCells = 1'000'000;
  /** How many of `count` queries are passed to FAISS at a time. */
  size_t queriesPerBatch(size_t count, int threads, const Eligibility& eligible) const;

  /** The options of a created index; empty for a loaded one. */
  std::optional<CreateOptions> created_;
  /** Quantizers used to train OPQ rotations, which do not own them. */
  std::vector<std::unique_ptr<faiss::ProductQuantizer>> rotationQuantizers_;
  std::unique_ptr<faiss::Index> root_;
  std::vector<faiss::IndexPreTransform*> chain_;
  faiss::Index* core_ = nullptr;
  Kind kind_ = Kind::other;
  Metric metric_ = Metric::innerProduct;
  std::vector<int64_t> labels_;
  /** True while every row i has id i; rows_ is then empty. */
  bool identity_ = true;
  std::unordered_map<int64_t, int64_t> rows_;
  /** One more than the largest id so far, or that id if it is the largest possible. */
  int64_t nextId_ = 0;
  void countId(int64_t id) {
    if (id >= nextId_) nextId_ = id == std::numeric_limits<int64_t>::max() ? id : id + 1;
  }
  /** Removed rows still stored in a structure that cannot delete them. */
  std::vector<int64_t> tombstones_;
  size_t pending_ = 0;
  size_t filled_ = 0;
  bool broken_ = false;
  IndexStats stats_;
  std::unique_ptr<GpuMirror> gpu_;
  /** For the few types whose settings FAISS reads from the index itself. */
  mutable std::mutex settingsMutex_;
  mutable GpuFallback gpuFallback_;
};

}  // namespace ranklab
