// The operating system's services on Linux and macOS.
// Called through system.h.
// Compiled everywhere except on Windows (binding.gyp).
#include "platform/system.h"

#include <cerrno>
#include <cstdio>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ranklab {
namespace platform {

int createFile(const std::string& path) { return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644); }

int openFile(const std::string& path, size_t& size) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  struct stat info;
  if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(file);
    errno = EISDIR;
    return -1;
  }
  size = static_cast<size_t>(info.st_size);
  return file;
}

int64_t writeSome(int file, const uint8_t* data, size_t size) {
  for (;;) {
    const ssize_t wrote = ::write(file, data, size);
    if (wrote >= 0 || errno != EINTR) return wrote;
  }
}

int64_t readAt(int file, void* out, size_t size, uint64_t offset) {
  for (;;) {
    const ssize_t got = ::pread(file, out, size, static_cast<off_t>(offset));
    if (got >= 0 || errno != EINTR) return got;
  }
}

bool flush(int file) { return ::fsync(file) == 0; }

bool closeFile(int file) { return ::close(file) == 0; }

void removeFile(const std::string& path) { ::unlink(path.c_str()); }

bool replaceFile(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return false;
  const size_t slash = to.find_last_of('/');
  const int folder = ::open(slash == std::string::npos ? "." : to.substr(0, slash + 1).c_str(), O_RDONLY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return true;
}

bool isDiskFull(int reason) { return reason == ENOSPC || reason == EDQUOT; }

int processId() { return static_cast<int>(::getpid()); }

double memoryBytes() { return static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGE_SIZE)); }

void keepLoaded(const void* code) {
  Dl_info own;
  if (::dladdr(code, &own) && own.dli_fname) ::dlopen(own.dli_fname, RTLD_NOW | RTLD_NODELETE);
}

void lowerPriority() {
#if defined(__linux__)
  // On Linux priorities are per thread, and 0 is the calling one.
  ::setpriority(PRIO_PROCESS, 0, 5);
#endif
}

}  // namespace platform
}  // namespace ranklab
