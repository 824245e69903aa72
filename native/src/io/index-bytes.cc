// IndexBytes: large data in pieces, so that it is passed to JavaScript without one long copy.
// Used by memory/stage.cc (Bytes) and index-file.cc.
// Declared in index-file.h.
#include <algorithm>
#include <cstring>

#include "errors.h"
#include "io/index-file.h"

namespace ranklab {

void IndexBytes::append(const uint8_t* data, size_t count) {
  size_ += count;
  while (count > 0) {
    if (pieces_.empty() || pieces_.back().size() == pieceSize) {
      pieces_.emplace_back();
      pieces_.back().reserve(pieceSize);
    }
    auto& piece = pieces_.back();
    const size_t part = std::min(count, pieceSize - piece.size());
    piece.insert(piece.end(), data, data + part);
    data += part;
    count -= part;
  }
}

void IndexBytes::read(size_t offset, uint8_t* out, size_t count) const {
  if (offset > size_ || count > size_ - offset) throw CodedError("INVALID_ARGUMENT", "Bytes outside the index were asked for");
  while (count > 0) {
    const auto& piece = pieces_[offset / pieceSize];
    const size_t inside = offset % pieceSize, part = std::min(count, piece.size() - inside);
    std::memcpy(out, piece.data() + inside, part);
    out += part;
    offset += part;
    count -= part;
  }
}

}  // namespace ranklab
