// A file that is written to a temporary path beside the target, flushed, and renamed to it.
// Used by index-file.cc (save).
// After a crash the old or the new file exists.
#pragma once

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include "errors.h"
#include "platform/system.h"

namespace ranklab {

/** Written to a temporary path, flushed, then renamed to the target, so that the old or the new file always exists. */
class OutputFile {
 public:
  explicit OutputFile(const std::string& path) : path_(path) {
    static std::atomic<unsigned> serial{0};
    temporary_ = path + ".partial-" + std::to_string(platform::processId()) + "-" + std::to_string(serial++);
    file_ = platform::createFile(temporary_);
    if (file_ < 0) failed("Cannot create");
  }

  ~OutputFile() {
    if (file_ >= 0) platform::closeFile(file_);
    if (!done_) platform::removeFile(temporary_);
  }

  void write(const uint8_t* data, size_t size) {
    for (size_t done = 0; done < size;) {
      const int64_t wrote = platform::writeSome(file_, data + done, size - done);
      if (wrote < 0) failed("Cannot write");
      done += static_cast<size_t>(wrote);
    }
  }

  void commit() {
    if (!platform::flush(file_)) failed("Cannot flush");
    const int file = file_;
    file_ = -1;
    if (!platform::closeFile(file)) failed("Cannot close");
    if (!platform::replaceFile(temporary_, path_)) failed("Cannot replace");
    done_ = true;
  }

 private:
  [[noreturn]] void failed(const char* what) {
    const int reason = errno;
    const char* code = platform::isDiskFull(reason) ? "DISK_FULL" : "IO_FAILED";
    fail(code, "%s the index %s: %s", what, path_.c_str(), std::strerror(reason));
  }

  std::string path_;
  std::string temporary_;
  int file_ = -1;
  bool done_ = false;
};

}  // namespace ranklab
