// Index files: FAISS's own format with a footer of size, checksum and metric.
// Called by binding/index-handle.cc (load) and index-handle-search.cc (save, serialize).
// IndexBytes holds a file in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/file-check.h"
#include "index/vector-index.h"

namespace ranklab {

/**
 * An index file is a FAISS file (readable by its Python module) followed by a footer that FAISS ignores: the eight bytes
 * RLABIDX1, the number of bytes before the footer, their CRC-32 and the metric, all little-endian.
 */
class IndexBytes {
 public:
  size_t size() const { return size_; }
  void append(const uint8_t* data, size_t count);
  template <class Value>
  static std::shared_ptr<IndexBytes> of(const std::vector<Value>& values) {
    auto bytes = std::make_shared<IndexBytes>();
    bytes->append(reinterpret_cast<const uint8_t*>(values.data()), values.size() * sizeof(Value));
    return bytes;
  }
  /** @throws INVALID_ARGUMENT for a range beyond size(). */
  void read(size_t offset, uint8_t* out, size_t count) const;

 private:
  /** Stored in pieces, so that growing never copies a large index. */
  static constexpr size_t pieceSize = 4 << 20;

  std::vector<std::vector<uint8_t>> pieces_;
  size_t size_ = 0;
};

IndexBytes toBytes(VectorIndex& index);

/** Written beside the target, flushed to the disk and renamed: after a crash the old or the new file exists. */
void toFile(VectorIndex& index, const std::string& path);

struct LoadOptions {
  /** Negative: the footer's metric, or without a footer inner product or L2 as stored by FAISS. */
  int metric = -1;
  int dimension = 0;  // 0: any
  int device = -1;
};

/** Files without RankLab's footer are accepted if their layout can be checked. @throws CORRUPT_ARTIFACT, IO_FAILED. */
std::unique_ptr<VectorIndex> fromSource(ByteSource& source, const LoadOptions& options);

}  // namespace ranklab
