// CRC-32 of index files.
// Used by index-file.cc when it writes and verifies the footer.
// Eight bytes at a time, since a file may be gigabytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ranklab {

/** CRC-32 as zlib, PNG and Python's zlib.crc32 define it (polynomial 0xEDB88320), eight bytes at a time. */
class Crc32 {
 public:
  void update(const void* data, size_t size) {
    static const Tables tables;
    const auto* p = static_cast<const uint8_t*>(data);
    uint32_t crc = value_;
    for (; size >= 8; size -= 8, p += 8) {
      uint32_t low, high;
      std::memcpy(&low, p, 4);
      std::memcpy(&high, p + 4, 4);
      low ^= crc;
      crc = tables.at[7][low & 0xff] ^ tables.at[6][(low >> 8) & 0xff] ^ tables.at[5][(low >> 16) & 0xff] ^ tables.at[4][low >> 24] ^
            tables.at[3][high & 0xff] ^ tables.at[2][(high >> 8) & 0xff] ^ tables.at[1][(high >> 16) & 0xff] ^ tables.at[0][high >> 24];
    }
    for (; size > 0; size--) crc = tables.at[0][(crc ^ *p++) & 0xff] ^ (crc >> 8);
    value_ = crc;
  }

  uint32_t value() const { return ~value_; }

 private:
  struct Tables {
    std::array<std::array<uint32_t, 256>, 8> at;
    Tables() {
      for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320u : 0u);
        at[0][i] = crc;
      }
      for (uint32_t i = 0; i < 256; i++)
        for (size_t t = 1; t < 8; t++) at[t][i] = at[0][at[t - 1][i] & 0xff] ^ (at[t - 1][i] >> 8);
    }
  };

  uint32_t value_ = ~0u;
};

}  // namespace ranklab
