// Reads the bytes of an index file sequentially, checked against the remaining bytes.
// Used by file-check.cc.
// When the file ends early, the error names the item being read.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "errors.h"
#include "io/file-check.h"

namespace ranklab {

/** Reads an index file sequentially; every read is checked against the remaining bytes. */
class ByteCursor {
 public:
  static constexpr size_t anyCount = std::numeric_limits<size_t>::max();

  explicit ByteCursor(const ByteSource& source) : source_(source) {}

  size_t remaining() const { return source_.size() - position_; }

  void require(bool holds, const char* problem) const {
    if (!holds) fail("CORRUPT_ARTIFACT", "The index is damaged: %s (before byte %zu)", problem, position_);
  }

  template <class Value>
  Value value() {
    require(remaining() >= sizeof(Value), "it ends too early");
    Value out;
    source_.read(position_, &out, sizeof out);
    position_ += sizeof out;
    return out;
  }

  void skip(size_t bytes) {
    require(remaining() >= bytes, "it ends too early");
    position_ += bytes;
  }

  /** a × b, as a number of items that must all be in the file. */
  size_t product(size_t a, size_t b) const {
    require(a == 0 || b <= source_.size() / a + 1, "it states more than it holds");
    return a * b;
  }

  std::string tag() {
    const auto code = value<uint32_t>();
    return std::string(reinterpret_cast<const char*>(&code), 4);
  }

  std::string peekTag() {
    const size_t before = position_;
    const std::string out = tag();
    position_ = before;
    return out;
  }

  /** Skips a vector with a length prefix; returns the length. */
  size_t vector(size_t elementBytes, size_t expected) {
    const auto count = value<uint64_t>();
    require(expected == anyCount || count == expected, "a part has another size than the rest implies");
    require(count <= remaining() / elementBytes, "it ends too early");
    skip(static_cast<size_t>(count) * elementBytes);
    lastCount_ = static_cast<size_t>(count);
    return lastCount_;
  }

  std::vector<uint64_t> numbers(size_t expected) { return contents<uint64_t>(expected); }
  std::vector<int32_t> int32Array() { return contents<int32_t>(anyCount); }
  size_t lastCount() const { return lastCount_; }

 private:
  template <class Value>
  std::vector<Value> contents(size_t expected) {
    vector(sizeof(Value), expected);
    std::vector<Value> out(lastCount_);
    if (lastCount_ > 0) source_.read(position_ - lastCount_ * sizeof(Value), out.data(), lastCount_ * sizeof(Value));
    return out;
  }

  const ByteSource& source_;
  size_t position_ = 0;
  size_t lastCount_ = 0;
};

}  // namespace ranklab
