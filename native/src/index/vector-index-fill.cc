// VectorIndex: filling a plain Flat index piece by piece, without a staged copy.
// Called by binding/index-handle-change.cc (beginFill, fill, endFill, abandonFill).
// Rows become visible only when endFill assigns their ids.
#include <algorithm>
#include <numeric>

#include <faiss/IndexFlat.h>

#include "errors.h"
#include "memory/large-memory.h"
#include "threads/parallel.h"
#include "memory/stage.h"
#include "index/vector-index.h"

namespace ranklab {
namespace {

/** An addition of this size takes less time than two thread switches. */
constexpr size_t atOnceBytes = size_t{2} << 20;
/** Size of the portion that a thread checks at a time. */
constexpr size_t portionBytes = size_t{256} << 10;
/** Block size that stays in the L1 cache between its check and its copy. */
constexpr size_t cachedBytes = size_t{16} << 10;

/** Access to the codes: FAISS's newer container is a std::vector that also stores its address and size separately. */
std::vector<uint8_t>& memoryOf(std::vector<uint8_t>& codes) { return codes; }
template <class Codes>
std::vector<uint8_t>& memoryOf(Codes& codes) {
  return codes.owned_data;
}

/**
 * Reserves memory for `bytes` more, so that the following copies cause no reallocation. A bulk load reserves exactly the
 * size that it needs; single additions grow the capacity by half.
 */
template <class Codes>
void reserveGrowth(Codes& codes, size_t bytes) {
  std::vector<uint8_t>& memory = memoryOf(codes);
  const size_t wanted = memory.size() + bytes;
  if (memory.capacity() >= wanted) return;
  memory.reserve(std::max(wanted, memory.size() + memory.size() / 2));
  // The size is unchanged; the newer container has to update its address.
  codes.resize(memory.size());
}

}  // namespace

bool VectorIndex::isSmallFill(size_t n) const {
  if (!supportsInPlaceFill()) return false;
  return (rowCount() + n) * static_cast<const faiss::IndexFlat*>(core_)->code_size <= atOnceBytes;
}

bool VectorIndex::freesQuickly() const {
  if (!supportsInPlaceFill() || !identity_ || gpu_) return false;
  // The capacity, not the size: removed rows and reserved growth count.
  auto& codes = static_cast<faiss::IndexFlat*>(core_)->codes;
  return memoryOf(codes).capacity() + labels_.capacity() * sizeof(int64_t) <= 2 * atOnceBytes;
}

void VectorIndex::beginFill(size_t n) {
  if (!supportsInPlaceFill()) throw CodedError("UNSUPPORTED", "Only plain Flat indexes are filled in place");
  abandonFill();
  refuseMoreThanMemory(n);
  auto* flat = static_cast<faiss::IndexFlat*>(core_);
  labels_.reserve(rowCount() + n);
  const size_t bytes = n * flat->code_size;
  reserveGrowth(flat->codes, bytes);
  if (!isSmallFill(n)) touchPages(flat->codes.data() + rowCount() * flat->code_size, bytes);
  pending_ = n;
  filled_ = 0;
}

void VectorIndex::fill(const float* vectors, size_t n, int threads) {
  if (n > pending_ - filled_) throw CodedError("INVALID_ARGUMENT", "More vectors came than beginFill was told");
  auto* flat = static_cast<faiss::IndexFlat*>(core_);
  const size_t d = static_cast<size_t>(flat->d), before = filled_;
  const auto* bytes = reinterpret_cast<const uint8_t*>(vectors);
  // Rows are copied right after their check, while they are in the cache, by one thread or by several.
  const size_t portion = std::max<size_t>(1, (threads > 1 ? portionBytes : cachedBytes) / flat->code_size);
  const size_t block = portion * static_cast<size_t>(threads);
  try {
    for (size_t first = 0; first < n; first += block) {
      const size_t count = std::min(block, n - first);
      const auto check = [&](size_t begin, size_t end) {
        checkVectors(vectors + (first + begin) * d, end - begin, d, before + first + begin, "vectors");
      };
      if (threads == 1) {
        check(0, count);
      } else {
        inParallel(threads, count, portion, [&](Portions& portions, int) {
          for (Range own; portions.next(own);) check(own.begin, own.end);
        });
      }
      flat->codes.insert(flat->codes.end(), bytes + first * flat->code_size, bytes + (first + count) * flat->code_size);
    }
  } catch (...) {
    abandonFill();
    // Several threads checked; the message names the first rejected row.
    checkVectors(vectors, n, d, before, "vectors");
    throw;
  }
  filled_ += n;
}

int64_t VectorIndex::endFill(const int64_t* ids) {
  if (filled_ < pending_) {
    abandonFill();
    throw CodedError("INVALID_ARGUMENT", "Fewer vectors came than beginFill was told");
  }
  const int64_t first = nextId_;
  try {
    if (ids) {
      refuseKnownIds(pending_, ids);
      refusePresentIds(pending_, ids);
    } else {
      nextIds(pending_);
    }
  } catch (...) {
    abandonFill();
    throw;
  }
  auto* flat = static_cast<faiss::IndexFlat*>(core_);
  const size_t before = rowCount();
  if (metric_ == Metric::cosine) {
    const auto dimension = static_cast<size_t>(core_->d);
    normaliseVectors(flat->get_xb() + before * dimension, pending_, dimension);
  }
  labels_.resize(before + pending_);
  const auto added = labels_.begin() + static_cast<std::ptrdiff_t>(before);
  if (ids)
    std::copy(ids, ids + pending_, added);
  else
    std::iota(added, labels_.end(), first);
  flat->ntotal += static_cast<int64_t>(pending_);
  pending_ = filled_ = 0;
  enterRows(before);
  return first;
}

void VectorIndex::abandonFill() {
  if (pending_ == 0) return;
  auto* flat = static_cast<faiss::IndexFlat*>(core_);
  flat->codes.resize(rowCount() * flat->code_size);
  pending_ = filled_ = 0;
}

}  // namespace ranklab
