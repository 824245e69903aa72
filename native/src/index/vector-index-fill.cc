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

/** An addition of this size takes less than what two changes of threads take. */
constexpr size_t atOnceBytes = size_t{2} << 20;
/** What a thread checks and copies before it looks for more. */
constexpr size_t portionBytes = size_t{256} << 10;

/** Where the codes lie: FAISS's newer container is a std::vector that keeps its beginning and size a second time. */
std::vector<uint8_t>& memoryOf(std::vector<uint8_t>& codes) { return codes; }
template <class Codes>
std::vector<uint8_t>& memoryOf(Codes& codes) {
  return codes.owned_data;
}

/**
 * Room behind the last code, not counted in: counting it would write zeros into it first, as long as the copies themselves
 * take. For a whole bulk load at once; single additions grow it by half.
 */
template <class Codes>
void makeRoom(Codes& codes, size_t bytes) {
  std::vector<uint8_t>& memory = memoryOf(codes);
  const size_t wanted = memory.size() + bytes;
  if (memory.capacity() >= wanted) return;
  memory.reserve(std::max(wanted, memory.size() + memory.size() / 2));
  // No other size, but the newer container looks where its memory is now.
  codes.resize(memory.size());
}

/** Counts in what was written there: inserted from where it is, so that it is moved onto itself, which std::memmove leaves be. */
template <class Codes>
void takeRoom(Codes& codes, size_t bytes) {
  const uint8_t* written = codes.data() + codes.size();
  codes.insert(codes.end(), written, written + bytes);
}

}  // namespace

bool VectorIndex::fillsAtOnce(size_t n) const {
  if (!takesFill()) return false;
  return (rowCount() + n) * static_cast<const faiss::IndexFlat*>(core_)->code_size <= atOnceBytes;
}

bool VectorIndex::freesAtOnce() const {
  if (!takesFill() || !identity_ || gpu_) return false;
  // What is held, not what is used: room that was made for an addition, or that rows left behind.
  auto& codes = static_cast<faiss::IndexFlat*>(core_)->codes;
  return memoryOf(codes).capacity() + labels_.capacity() * sizeof(int64_t) <= 2 * atOnceBytes;
}

void VectorIndex::beginFill(size_t n) {
  if (!takesFill()) throw CodedError("UNSUPPORTED", "Only plain Flat indexes are filled in place");
  abandonFill();
  refuseMoreThanMemory(n);
  auto* flat = static_cast<faiss::IndexFlat*>(core_);
  labels_.reserve(rowCount() + n);
  const size_t bytes = n * flat->code_size;
  makeRoom(flat->codes, bytes);
  if (!fillsAtOnce(n)) touchNewMemory(flat->codes.data() + rowCount() * flat->code_size, bytes);
  pending_ = n;
  filled_ = 0;
}

void VectorIndex::fill(const float* vectors, size_t n, int threads) {
  if (n > pending_ - filled_) throw CodedError("INVALID_ARGUMENT", "The vectors do not fit the room made for them");
  auto* flat = static_cast<faiss::IndexFlat*>(core_);
  const size_t d = static_cast<size_t>(flat->d), before = filled_;
  float* target = reinterpret_cast<float*>(flat->codes.data()) + (rowCount() + before) * d;
  try {
    inParallel(threads, n, std::max<size_t>(1, portionBytes / flat->code_size), [&](Portions& portions, int) {
      for (Range own; portions.next(own);)
        copyChecked(target + own.begin * d, vectors + own.begin * d, own.end - own.begin, d, before + own.begin);
    });
  } catch (...) {
    abandonFill();
    // Several threads looked; the row that is named is the first.
    checkVectors(vectors, n, d, before, "vectors");
    throw;
  }
  filled_ += n;
}

int64_t VectorIndex::endFill(const int64_t* ids) {
  if (filled_ < pending_) {
    abandonFill();
    throw CodedError("INVALID_ARGUMENT", "Fewer vectors came than room was made for");
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
  takeRoom(flat->codes, pending_ * flat->code_size);
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
  // The rows that came are behind the last one that counts, where nobody looks.
  pending_ = filled_ = 0;
}

}  // namespace ranklab
