// The operating system's services on Windows. Cross-compiled with mingw-w64; nobody has run it.
// Called through system.h.
// Paths are UTF-8, as everywhere in the addon.
#include "platform/system.h"

#include <cerrno>

#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <fcntl.h>
#include <io.h>
#include <process.h>
#include <sys/stat.h>

namespace ranklab {
namespace platform {

namespace {

constexpr size_t mostAtOnce = size_t{1} << 30;

std::wstring wide(const std::string& path) {
  const int length = ::MultiByteToWideChar(CP_UTF8, 0, path.c_str(), -1, nullptr, 0);
  std::wstring out(length > 0 ? static_cast<size_t>(length) : 1, L'\0');
  if (length > 0) ::MultiByteToWideChar(CP_UTF8, 0, path.c_str(), -1, &out[0], length);
  out.pop_back();
  return out;
}

unsigned piece(size_t size) { return static_cast<unsigned>(size < mostAtOnce ? size : mostAtOnce); }

}  // namespace

int createFile(const std::string& path) {
  return ::_wopen(wide(path).c_str(), _O_WRONLY | _O_CREAT | _O_EXCL | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE);
}

int openFile(const std::string& path, size_t& size) {
  const int file = ::_wopen(wide(path).c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT);
  if (file < 0) return -1;
  struct _stat64 info;
  if (::_fstat64(file, &info) != 0 || (info.st_mode & _S_IFMT) != _S_IFREG) {
    ::_close(file);
    errno = EISDIR;
    return -1;
  }
  size = static_cast<size_t>(info.st_size);
  return file;
}

int64_t writeSome(int file, const uint8_t* data, size_t size) { return ::_write(file, data, piece(size)); }

int64_t readAt(int file, void* out, size_t size, uint64_t offset) {
  if (::_lseeki64(file, static_cast<int64_t>(offset), SEEK_SET) < 0) return -1;
  return ::_read(file, out, piece(size));
}

bool flush(int file) { return ::_commit(file) == 0; }

bool closeFile(int file) { return ::_close(file) == 0; }

void removeFile(const std::string& path) { ::_wunlink(wide(path).c_str()); }

bool replaceFile(const std::string& from, const std::string& to) {
  if (::MoveFileExW(wide(from).c_str(), wide(to).c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) return true;
  const DWORD reason = ::GetLastError();
  errno = reason == ERROR_DISK_FULL || reason == ERROR_HANDLE_DISK_FULL ? ENOSPC : EACCES;
  return false;
}

bool isDiskFull(int reason) { return reason == ENOSPC; }

int processId() { return ::_getpid(); }

double memoryBytes() {
  MEMORYSTATUSEX status;
  status.dwLength = sizeof status;
  return ::GlobalMemoryStatusEx(&status) ? static_cast<double>(status.ullTotalPhys) : 0;
}

void keepLoaded(const void* code) {
  HMODULE module;
  ::GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN, static_cast<LPCWSTR>(code), &module);
}

void lowerPriority() { ::SetThreadPriority(::GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL); }

}  // namespace platform
}  // namespace ranklab
