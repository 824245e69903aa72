// Validates all sizes in an index file before FAISS reads it.
// Called by index-file.cc.
// The layout of each FAISS type is in file-check.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include <faiss/impl/io.h>

namespace ranklab {

class IndexBytes;

/** The bytes of an index file, from a file or from memory; reads never go past `size`. */
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  size_t size() const { return size_; }
  /** Later reads end here: hides a footer. */
  void shrink(size_t size) { size_ = size; }
  /** Copies `count` bytes at `offset`; throws when the source is too short. */
  virtual void read(size_t offset, void* out, size_t count) const = 0;

  static std::unique_ptr<ByteSource> ofFile(const std::string& path);
  /** `bytes` must outlive the source. */
  static std::unique_ptr<ByteSource> ofMemory(const IndexBytes& bytes);

 protected:
  size_t size_ = 0;
};

/** A ByteSource as a FAISS reader. */
class SourceReader : public faiss::IOReader {
 public:
  explicit SourceReader(const ByteSource& source) : source_(source) { name = "index"; }
  size_t operator()(void* out, size_t size, size_t count) override;

 private:
  const ByteSource& source_;
  size_t position_ = 0;
};

/**
 * FAISS trusts the sizes in an index file: a damaged or hostile file makes it divide by zero, dereference null or allocate
 * without bound. This reads through the file first, without storing it, and checks every size against the others and against
 * the actual length. Returns false for types with an unknown layout; throws CORRUPT_ARTIFACT for a bad file.
 */
bool checkFileLayout(const ByteSource& source);

}  // namespace ranklab
