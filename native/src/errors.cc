// Turns exceptions, including FAISS's, into codes and messages without build paths or C++ names.
// Called by binding/async.h where work ends, and by vector-index-search.cc when a GPU fails.
// Translations of new FAISS failures are added here.
#include "errors.h"

#include <cstdarg>
#include <cstdio>
#include <new>

#include <faiss/impl/FaissException.h>

namespace ranklab {

void fail(const char* code, const char* format, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  throw CodedError(code, text);
}

namespace {

/** FAISS says "Error in <function> at <file>:<line>: Error: '<condition>' failed: <text>"; only the text is for users. */
std::string plainMessage(const std::string& raw) {
  std::string text = raw;
  for (const char* extension : {".cpp:", ".h:", ".cu:", ".cuh:"}) {
    const size_t file = text.rfind(extension);
    if (file == std::string::npos) continue;
    const size_t end = text.find(": ", file + 1);
    if (end != std::string::npos) text = text.substr(end + 2);
  }
  const std::string marker = "' failed";
  if (text.rfind("Error: '", 0) == 0) {
    const size_t close = text.find(marker);
    if (close != std::string::npos) {
      const std::string condition = text.substr(8, close - 8);
      const size_t rest = close + marker.size();
      const std::string said = rest + 2 <= text.size() ? text.substr(rest + 2) : "";
      text = said.find_first_not_of(" \n") != std::string::npos ? said : "a condition of FAISS does not hold: " + condition;
    }
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text.empty() ? "FAISS gave no reason" : text;
}

}  // namespace

Failure describeCurrentException() {
  try {
    throw;
  } catch (const CodedError& error) {
    return {error.code(), error.what()};
  } catch (const faiss::FaissException& error) {
    const std::string message = plainMessage(error.what());
    if (message.find("computation interrupted") != std::string::npos) return {"CANCELLED", "Cancelled"};
    return {"INDEX_FAILED", message};
  } catch (const std::bad_alloc&) {
    return {"INDEX_FAILED", "Not enough memory for this index"};
  } catch (const std::length_error&) {
    return {"INDEX_FAILED", "Not enough memory for this index"};
  } catch (const std::exception& error) {
    return {"INDEX_FAILED", plainMessage(error.what())};
  } catch (...) {
    return {"INDEX_FAILED", "An unknown failure inside FAISS"};
  }
}

}  // namespace ranklab
