// The factory strings that are rejected, each with its reason.
// Called by VectorIndex::create through factory-check.h.
// test/native/hostile.test.ts covers the strings that used to crash the process.
#include "index/factory-check.h"

#include <cctype>
#include <cstring>

#include "errors.h"

namespace ranklab {
namespace {

constexpr size_t longestFactory = 128;
constexpr int largestDimension = 65536;

/** The number at `position`, or −1 if there is none. Saturates well above every limit. */
long numberAt(const std::string& text, size_t position) {
  if (position >= text.size() || !std::isdigit(static_cast<unsigned char>(text[position]))) return -1;
  long value = 0;
  while (position < text.size() && std::isdigit(static_cast<unsigned char>(text[position]))) {
    value = value * 10 + (text[position++] - '0');
    if (value > 1'000'000'000) return value;
  }
  return value;
}

void limitNumberAfter(const std::string& factory, const char* word, long least, long most) {
  for (size_t at = factory.find(word); at != std::string::npos; at = factory.find(word, at + 1)) {
    const long value = numberAt(factory, at + std::strlen(word));
    if (value >= 0 && (value < least || value > most))
      fail("INVALID_ARGUMENT", "In the index type “%s”, the number after %s must be %ld to %ld", factory.c_str(), word, least, most);
  }
}

}  // namespace

void checkFactory(const std::string& factory, int dimension) {
  if (dimension < 1 || dimension > largestDimension)
    fail("INVALID_ARGUMENT", "A dimension must be 1 to %d; this one is %d", largestDimension, dimension);
  if (factory.empty() || factory.size() > longestFactory)
    fail("INVALID_ARGUMENT", "An index type is a FAISS factory string of at most %zu characters, such as Flat, HNSW32 or IVF256,PQ16",
         longestFactory);
  for (const char c : factory)
    if (!std::isalnum(static_cast<unsigned char>(c)) && !std::strchr("_,()+.-", c))
      throw CodedError("INVALID_ARGUMENT", "An index type has only letters, digits and _ , ( ) + . -");
  if (factory.find("IDMap") != std::string::npos)
    throw CodedError("INVALID_ARGUMENT", "Ids are built in: leave IDMap out of the index type");
  if (factory.find("NSG") != std::string::npos || factory.find("NNDescent") != std::string::npos)
    throw CodedError("INVALID_ARGUMENT",
                     "NSG and NNDescent are not offered: with few or equal vectors FAISS ends the process or never ends; HNSW32 is a graph too");
  for (size_t i = 0; i < factory.size(); i++) {
    const bool starts = i == 0 || !std::isdigit(static_cast<unsigned char>(factory[i - 1]));
    const bool decimal = i > 0 && (factory[i - 1] == '.' || factory[i - 1] == 'e' || factory[i - 1] == '-');
    if (!starts || decimal || numberAt(factory, i) < 0) continue;
    if (numberAt(factory, i) == 0 || numberAt(factory, i) > 1 << 20)
      fail("INVALID_ARGUMENT", "Numbers in the index type “%s” must be 1 to %d", factory.c_str(), 1 << 20);
  }
  limitNumberAfter(factory, "HNSW", 2, 512);
  limitNumberAfter(factory, "IMI2x", 1, 10);
  limitNumberAfter(factory, "Pad", 1, largestDimension);
  limitNumberAfter(factory, "PCA", 1, largestDimension);
  limitNumberAfter(factory, "PCAR", 1, largestDimension);
  limitNumberAfter(factory, "PCAW", 1, largestDimension);
  limitNumberAfter(factory, "RR", 1, largestDimension);
  limitNumberAfter(factory, "ITQ", 1, largestDimension);
  limitNumberAfter(factory, "_", 1, largestDimension);
  limitNumberAfter(factory, "x", 1, 16);
  limitNumberAfter(factory, "ZnLattice", 1, 64);
  for (const char* word : {"PQ", "OPQ", "RQ", "LSQ"}) limitNumberAfter(factory, word, 1, dimension);
}

}  // namespace ranklab
