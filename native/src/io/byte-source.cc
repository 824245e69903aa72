// The bytes of an index file, from disk or from memory, read in pieces.
// Used by file-check.cc and index-file.cc through ByteSource (file-check.h).
// Yields to the event loop between pieces.
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "errors.h"
#include "io/file-check.h"
#include "io/index-file.h"
#include "platform/system.h"
#include "threads/threads.h"

namespace ranklab {
namespace {

class FileSource : public ByteSource {
 public:
  explicit FileSource(const std::string& path) : file_(platform::openFile(path, size_)) {
    if (file_ >= 0) return;
    if (errno == EISDIR) fail("IO_FAILED", "The index %s is not a file", path.c_str());
    fail(errno == ENOENT ? "NOT_FOUND" : "IO_FAILED", "Cannot open the index %s: %s", path.c_str(), std::strerror(errno));
  }
  ~FileSource() override { platform::closeFile(file_); }

  void read(size_t offset, void* out, size_t count) const override {
    if (offset > size_ || count > size_ - offset) throw CodedError("CORRUPT_ARTIFACT", "The index is damaged: it ends too early");
    // Small reads are buffered, to avoid one system call per number.
    if (count <= sizeof window_) {
      if (offset < windowStart_ || offset + count > windowStart_ + windowSize_) {
        windowStart_ = offset;
        windowSize_ = fill(offset, window_, std::min(sizeof window_, size_ - offset));
      }
      if (offset + count <= windowStart_ + windowSize_) {
        std::memcpy(out, window_ + (offset - windowStart_), count);
        return;
      }
    } else if (fill(offset, out, count) == count) {
      return;
    }
    throw CodedError("CORRUPT_ARTIFACT", "The index is damaged: it became shorter while it was read");
  }

 private:
  size_t fill(size_t offset, void* out, size_t count) const {
    size_t done = 0;
    while (done < count) {
      const int64_t got = platform::readAt(file_, static_cast<char*>(out) + done, count - done, offset + done);
      if (got < 0) fail("IO_FAILED", "Reading the index failed: %s", std::strerror(errno));
      if (got == 0) break;
      done += static_cast<size_t>(got);
    }
    return done;
  }

  int file_;
  mutable char window_[64 * 1024];
  mutable size_t windowStart_ = 0;
  mutable size_t windowSize_ = 0;
};

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(const IndexBytes& bytes) : bytes_(bytes) { size_ = bytes.size(); }
  void read(size_t offset, void* out, size_t count) const override {
    if (offset > size_ || count > size_ - offset) throw CodedError("CORRUPT_ARTIFACT", "The index is damaged: it ends too early");
    bytes_.read(offset, static_cast<uint8_t*>(out), count);
  }

 private:
  const IndexBytes& bytes_;
};

}  // namespace

std::unique_ptr<ByteSource> ByteSource::ofFile(const std::string& path) { return std::make_unique<FileSource>(path); }

std::unique_ptr<ByteSource> ByteSource::ofMemory(const IndexBytes& bytes) { return std::make_unique<MemorySource>(bytes); }

size_t SourceReader::operator()(void* out, size_t size, size_t count) {
  const size_t bytes = size * count;
  if (bytes > source_.size() - position_) return 0;
  for (size_t done = 0; done < bytes; done += pieceBytes) {
    source_.read(position_ + done, static_cast<uint8_t*>(out) + done, std::min(pieceBytes, bytes - done));
    yieldIfDue();
  }
  position_ += bytes;
  return count;
}

}  // namespace ranklab
