// What the addon asks of the operating system: files, the size of memory, staying loaded, priorities.
// Implemented by system-posix.cc (Linux, macOS) and system-windows.cc; nobody has run the addon on Windows or macOS yet.
// Functions that return −1 or false leave the reason in errno.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace ranklab {
namespace platform {

/** A new file for writing; fails if the path exists. */
int createFile(const std::string& path);
/** A regular file for reading, with its size; EISDIR for anything else that can be opened. */
int openFile(const std::string& path, size_t& size);
/** Bytes written, repeated after interruptions; −1 on failure. */
int64_t writeSome(int file, const uint8_t* data, size_t size);
/** Bytes read at an offset, 0 at the end of the file; −1 on failure. Callers take turns. */
int64_t readAt(int file, void* out, size_t size, uint64_t offset);
/** Writes the file's contents to the disk. */
bool flush(int file);
bool closeFile(int file);
void removeFile(const std::string& path);
/** Gives a file a name that may exist, in one step, and makes the name permanent. */
bool replaceFile(const std::string& from, const std::string& to);
/** Whether errno says that the disk or the quota is full. */
bool isDiskFull(int reason);
int processId();

/** Bytes of memory of this machine. */
double memoryBytes();
/** Keeps the library that contains `code` loaded until the process ends. */
void keepLoaded(const void* code);
/** Gives other threads priority over the calling one, where the system has priorities of threads. */
void lowerPriority();

}  // namespace platform
}  // namespace ranklab
