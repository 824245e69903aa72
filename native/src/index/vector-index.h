// VectorIndex: a FAISS index with 64-bit ids, filters, removal and scores that are larger for better.
// Held by binding/index-handle.h; its methods are in index/vector-index-*.cc and search/*.cc.
// The only place that knows rows, ids and tombstones together.
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

/** How the rows of an index are kept, which decides how it is searched and how rows leave it. */
enum class Kind {
  flat,   // whole vectors in a row: compared with our kernels
  codes,  // compressed vectors in a row, each comparable on its own
  graph,  // HNSW over one of the two
  lists,  // inverted lists
  other,  // anything else FAISS can make: searched by FAISS alone
};

struct CreateOptions {
  int dimension = 0;
  std::string factory;
  Metric metric = Metric::innerProduct;
  int efConstruction = 0;  // 0: FAISS's own
  int trainingSeed = -1;   // negative: FAISS's own
  int device = -1;         // negative: processor; otherwise the CUDA device
};

struct SearchRequest {
  const float* queries = nullptr;  // queryCount × dimension, row-major, already normalised for cosine
  size_t queryCount = 0;
  size_t neighborCount = 0;  // at least 1
  int nprobe = 0;            // 0: default
  int efSearch = 0;          // 0: default
  enum class Filter { none, allow, deny } filter = Filter::none;
  std::vector<int64_t> filterIds;
  /** Ids that query q must not be answered with: denyIds[denyOffsets[q]] … denyIds[denyOffsets[q + 1] − 1]. No offsets: none. */
  std::vector<int64_t> denyIds;
  std::vector<size_t> denyOffsets;
  int threads = 1;
  const Progress* progress = nullptr;
};

/** queryCount × neighborCount, row-major, best first; id −1 and score −Infinity pad. */
struct SearchOutcome {
  std::vector<int64_t> ids;
  std::vector<float> scores;
  /** How many vectors the query with the fewest may be answered with. */
  size_t fewestEligible = 0;
  /** Queries that got fewer than neighborCount although more exist for them. */
  size_t incomplete = 0;
};

/** Matches of query q are entries offsets[q] … offsets[q + 1] − 1, best first. */
struct RangeOutcome {
  std::vector<int64_t> offsets;
  std::vector<int64_t> ids;
  std::vector<float> scores;
};

struct IndexStats {
  int64_t count = 0;    // vectors that can be found
  int64_t removed = 0;  // vectors still stored but never returned
  bool trained = false;
  double bytes = 0;
  std::string structure;
};

/**
 * A FAISS index with 64-bit ids. FAISS numbers rows 0, 1, 2 …; `labels_` gives each row its id (−1: removed), so every
 * type of index has 64-bit ids, filters and removal. Scores are larger for better; L2 is the negated squared distance.
 *
 * Not synchronised: any number of const calls at once, or one other call alone.
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
  /** "cpu", "cuda:0", or why the GPU that was asked for is not used. */
  std::string deviceDescription() const;

  /** Vectors are n × dimension, row-major, checked and normalised by the caller. */
  void train(size_t n, const float* vectors, int threads, Progress& progress);
  /** `ids` null: numbers after the largest so far. All or nothing. Returns the first id given when ids is null. */
  int64_t add(size_t n, const float* vectors, const int64_t* ids, int threads, Progress& progress);
  /**
   * A shorter way in for plain Flat indexes, without a staged copy: rows are appended piece by piece and get their ids at the
   * end. Until then they are not searched, saved or reported; any other change discards them.
   */
  bool supportsInPlaceFill() const { return kind_ == Kind::flat && chain_.empty(); }
  /** Whether `n` more rows take less time than handing them to another thread. */
  bool isSmallFill(size_t n) const;
  void beginFill(size_t n);
  /** Checks the next `n` rows and copies them behind those that came before; a row that is refused ends the whole addition. */
  void fill(const float* vectors, size_t n, int threads);
  size_t filled() const { return filled_; }
  /** Whether endFill takes microseconds: it only numbers the rows. */
  bool endsFillQuickly() const { return metric_ != Metric::cosine && !gpu_ && rowCount() == 0 && pending_ <= size_t{1} << 17; }
  int64_t endFill(const int64_t* ids);
  void abandonFill();
  /** Unknown ids are ignored; returns how many vectors left. */
  size_t remove(const std::vector<int64_t>& ids, int threads);
  void replace(size_t n, const float* vectors, const int64_t* ids, int threads, Progress& progress);
  void merge(VectorIndex& other, int threads);
  void reconstruct(const std::vector<int64_t>& ids, float* out) const;
  std::vector<int64_t> ids() const;

  SearchOutcome search(const SearchRequest& request) const;
  /** About how many multiplications a search takes: tells what may run on the caller's own thread. */
  double estimatedWork(const SearchRequest& request) const;
  RangeOutcome rangeSearch(const SearchRequest& request, float minimumScore) const;

  /** Writes a plain FAISS file; see index-file.h. */
  void write(faiss::IOWriter* writer);

  /** Whether its memory is small enough to be freed on the calling thread. */
  bool freesQuickly() const;

  /** Set when a change failed half-way: nothing but dispose is safe any more. */
  bool broken() const { return broken_; }

 private:
  VectorIndex() = default;
  void classify();
  void refreshStats();
  void requireTrained() const;
  void refuseMoreThanMemory(size_t n) const;
  size_t rowCount() const { return labels_.size(); }
  /** Whether rows leave the structure when they are removed; otherwise they stay as tombstones. */
  bool removesRows() const;
  /** The row of an id, or −1. */
  int64_t rowOf(int64_t id) const;
  void rebuildRows();
  void refuseKnownIds(size_t n, const int64_t* ids) const;
  void refusePresentIds(size_t n, const int64_t* ids) const;
  /** The first of `n` ids of the index's own. @throws CONFLICT when so many are not left. */
  int64_t nextIds(size_t n) const;
  /** Enters the labels of rows from `firstRow` on into the maps. */
  void enterRows(size_t firstRow);
  /** Appends vectors under the given labels, whatever other rows carry them; on failure nothing has changed. */
  void appendRows(size_t n, const float* vectors, const int64_t* labels, int threads, Progress& progress);
  void insertBatch(size_t n, const float* vectors, size_t firstRow);
  void dropRows(const std::vector<int64_t>& rows, int threads);
  /** What the request's filter, its denied ids and the tombstones leave. */
  Eligibility eligibility(const SearchRequest& request) const;
  Eligibility batchEligibility(const SearchRequest& request) const;
  /**
   * What a filter, and rows denied to queries [begin, end), add to the lists that are probed: so many more that they hold as many
   * eligible rows as the usual lists hold rows. So neither costs recall, and a filter that leaves few rows is answered exactly.
   */
  Widening listWidening(const Eligibility& eligible, size_t begin, size_t end) const {
    const double rows = static_cast<double>(std::max<size_t>(1, rowCount()));
    return {rows / static_cast<double>(std::max<size_t>(1, eligible.count())), static_cast<double>(eligible.mostDenied(begin, end)) / rows};
  }
  /** Applies the transforms in front of the core index; returns null when there are none. */
  std::unique_ptr<float[]> transformed(size_t n, const float* vectors) const;
  std::unique_ptr<float[]> trainTransforms(size_t n, const float* vectors, Progress& progress);
  std::unique_ptr<VectorIndex> copyOfFile() const;
  void resetTraining(std::unique_ptr<VectorIndex> before);
  void reconstructRows(const std::vector<int64_t>& rows, float* out) const;

  void searchHere(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchFlat(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchCodes(const SearchRequest& request, const float* queries, const faiss::Index& storage, const Eligibility& eligible,
                   SearchOutcome& out) const;
  void searchGraph(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchLists(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchListsOfWholeVectors(const SearchRequest& request, const float* queries, const Eligibility& eligible,
                                 SearchOutcome& out) const;
  /** Every list, whatever the quantizer would find of them; for queries that the usual lists left short. */
  void searchAllLists(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  void searchOther(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  bool searchGpu(const SearchRequest& request, const float* queries, const Eligibility& eligible, SearchOutcome& out) const;
  /** Some of a request's queries: how many, and how many come before them. */
  struct Queries {
    size_t first, count;
  };
  /** Turns FAISS's rows and distances (count × width) into the best eligible ids and scores of these queries, in their places. */
  void collect(const SearchRequest& request, Queries queries, size_t width, const int64_t* rows, const float* distances, const Eligibility& eligible,
               SearchOutcome& out) const;
  /** How many rows FAISS is asked for where `unfiltered` rows may come back that are not eligible, for queries [begin, end). */
  size_t widthFor(const SearchRequest& request, size_t unfiltered, const Eligibility& eligible, size_t begin, size_t end) const {
    return std::min(static_cast<size_t>(core_->ntotal), request.neighborCount + unfiltered + eligible.mostDenied(begin, end));
  }
  /**
   * Calls FAISS's `search(range, queries, width, distances, rows)` for a few queries at a time, which lets the event loop in
   * between them, on as many threads as asked for, and collects their answers. `unfiltered`: how many of the rows it returns may
   * be ineligible, beside those denied to single queries.
   */
  template <class Search>
  void searchWide(const SearchRequest& request, const float* queries, size_t unfiltered, const Eligibility& eligible, SearchOutcome& out,
                  const Search& search) const;
  /** The queries that were answered with fewer neighbours than exist for them. */
  static std::vector<size_t> incompleteQueries(const SearchRequest& request, const Eligibility& eligible, const SearchOutcome& out);
  /** Calls `search(request, queries, eligible, out)` for these queries alone and puts their answers in their places. */
  template <class Search>
  void searchAgain(const std::vector<size_t>& which, const SearchRequest& request, const float* queries, const Eligibility& eligible,
                   SearchOutcome& out, const Search& search) const;
  /** Rows and distances that are held at a time, by all threads together. */
  static constexpr size_t mostCells = 1'000'000;
  /** How many of `count` queries FAISS is given at a time. */
  size_t queriesAtOnce(size_t count, int threads, const Eligibility& eligible) const;

  /** What it was made with; nothing for one that was read. */
  std::optional<CreateOptions> created_;
  /** What OPQ rotations train with; they do not own it. */
  std::vector<std::unique_ptr<faiss::ProductQuantizer>> rotationQuantizers_;
  std::unique_ptr<faiss::Index> root_;
  std::vector<faiss::IndexPreTransform*> chain_;
  faiss::Index* core_ = nullptr;
  Kind kind_ = Kind::other;
  Metric metric_ = Metric::innerProduct;
  std::vector<int64_t> labels_;
  /** True while row i has id i: then rows_ is empty. */
  bool identity_ = true;
  std::unordered_map<int64_t, int64_t> rows_;
  /** One more than the largest id so far; that itself once there is no larger one. */
  int64_t nextId_ = 0;
  void countId(int64_t id) {
    if (id >= nextId_) nextId_ = id == std::numeric_limits<int64_t>::max() ? id : id + 1;
  }
  /** Rows still stored in a structure that cannot give them up. */
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
