// Failures with one of the product's error codes and a message for users.
// Thrown everywhere in native/src; read by binding/async.h.
// FAISS's and the standard library's exceptions are translated in one place, describeCurrentException.
#pragma once

#include <stdexcept>
#include <string>

namespace ranklab {

/** A failure with one of the product's error codes and a message for users: no build paths, no C++ names. */
class CodedError : public std::runtime_error {
 public:
  CodedError(std::string code, const std::string& message) : std::runtime_error(message), code_(std::move(code)) {}
  const std::string& code() const { return code_; }

 private:
  std::string code_;
};

/** Throws a CodedError whose message is made with printf's rules. */
[[noreturn]] void fail(const char* code, const char* format, ...) __attribute__((format(printf, 2, 3)));

/** A failure in the form in which it is passed to JavaScript. */
struct Failure {
  std::string code;
  std::string message;
};

/** Turns the exception being handled into a Failure. Call only inside a catch block. */
Failure describeCurrentException();

}  // namespace ranklab
