// A file that is written to a temporary path beside the target, flushed, and renamed to it.
// Used by index-file.cc (save).
// After a crash the old or the new file exists.
#pragma once

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "errors.h"

namespace ranklab {

/** Written to a temporary path, flushed, then renamed to the target, so that the old or the new file always exists. */
class OutputFile {
 public:
  explicit OutputFile(const std::string& path) : path_(path) {
    static std::atomic<unsigned> serial{0};
    temporary_ = path + ".partial-" + std::to_string(::getpid()) + "-" + std::to_string(serial++);
    file_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file_ < 0) failed("Cannot create");
  }

  ~OutputFile() {
    if (file_ >= 0) ::close(file_);
    if (!done_) ::unlink(temporary_.c_str());
  }

  void write(const uint8_t* data, size_t size) {
    for (size_t done = 0; done < size;) {
      const ssize_t wrote = ::write(file_, data + done, size - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) failed("Cannot write");
      done += static_cast<size_t>(wrote);
    }
  }

  void commit() {
    if (::fsync(file_) != 0) failed("Cannot flush");
    const int file = file_;
    file_ = -1;
    if (::close(file) != 0) failed("Cannot close");
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) failed("Cannot replace");
    done_ = true;
    const size_t slash = path_.find_last_of('/');
    const int folder = ::open(slash == std::string::npos ? "." : path_.substr(0, slash + 1).c_str(), O_RDONLY | O_CLOEXEC);
    if (folder >= 0) {
      ::fsync(folder);
      ::close(folder);
    }
  }

 private:
  [[noreturn]] void failed(const char* what) {
    const int reason = errno;
    const char* code = reason == ENOSPC || reason == EDQUOT ? "DISK_FULL" : "IO_FAILED";
    fail(code, "%s the index %s: %s", what, path_.c_str(), std::strerror(reason));
  }

  std::string path_;
  std::string temporary_;
  int file_ = -1;
  bool done_ = false;
};

}  // namespace ranklab
