// The layout of each FAISS type in a file, and the sizes that must fit.
// Called by index-file.cc through file-check.h.
// The layout of every loadable type is defined here.
#include "io/file-check.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "io/byte-cursor.h"
#include "errors.h"

namespace ranklab {
namespace {

struct UnknownLayout {};

struct Header {
  size_t dimension;
  size_t count;
  bool trained;
};

constexpr size_t deepestNesting = 6;

class Walker {
 public:
  explicit Walker(const ByteSource& source) : in_(source) {}

  Header index(size_t depth) {
    in_.require(depth < deepestNesting, "its parts are nested too deeply");
    const std::string tag = in_.tag();
    if (tag == "IxFI" || tag == "IxF2" || tag == "IxFl") return flat();
    if (tag == "IxSQ") return scalarQuantized();
    if (tag == "IxPq") return productQuantized();
    if (tag == "IHNf" || tag == "IHNp" || tag == "IHNs") return graph(tag, depth);
    if (tag == "IwFl" || tag == "IwSq" || tag == "IwPQ") return lists(tag, depth);
    if (tag == "IxPT") return transformed(depth);
    if (tag == "IxMp" || tag == "IxM2") return mapped(depth);
    if (tag == "IxRF") return refined(depth);
    throw UnknownLayout();
  }

 private:
  Header header() {
    Header h;
    const int32_t dimension = in_.value<int32_t>();
    const int64_t count = in_.value<int64_t>();
    in_.skip(16);
    const uint8_t trained = in_.value<uint8_t>();
    const int32_t metric = in_.value<int32_t>();
    in_.require(dimension >= 1 && dimension <= 1 << 20, "its dimension is not plausible");
    in_.require(count >= 0 && count <= int64_t{1} << 40, "its number of vectors is not plausible");
    in_.require(trained <= 1, "its state is not plausible");
    in_.require(metric == 0 || metric == 1, "its metric is neither inner product nor L2");
    h.dimension = static_cast<size_t>(dimension);
    h.count = static_cast<size_t>(count);
    h.trained = trained == 1;
    return h;
  }

  Header flat() {
    const Header h = header();
    in_.vector(sizeof(float), in_.product(h.count, h.dimension));
    return h;
  }

  /** Returns the bytes of one code. */
  size_t scalarQuantizer(const Header& h) {
    const int32_t type = in_.value<int32_t>();
    in_.skip(8);
    const uint64_t dimension = in_.value<uint64_t>();
    const uint64_t codeSize = in_.value<uint64_t>();
    const size_t d = h.dimension;
    const size_t sizes[] = {d, (d + 1) / 2, d, (d + 1) / 2, 2 * d, d, (d * 6 + 7) / 8};
    in_.require(type >= 0 && type < 7 && dimension == d && codeSize == sizes[type], "its scalar quantizer does not fit its vectors");
    const bool uniform = type == 2 || type == 3, ranged = type != 4 && type != 5;
    in_.vector(sizeof(float), !h.trained || !ranged ? ByteCursor::anyCount : uniform ? 2 : 2 * d);
    return sizes[type];
  }

  size_t productQuantizer(size_t dimension) {
    const uint64_t d = in_.value<uint64_t>(), parts = in_.value<uint64_t>(), bits = in_.value<uint64_t>();
    in_.require(d == dimension && parts >= 1 && parts <= d && d % parts == 0 && bits >= 1 && bits <= 16,
                "its product quantizer does not fit its vectors");
    in_.vector(sizeof(float), in_.product(d, size_t{1} << bits));
    return (parts * bits + 7) / 8;
  }

  Header scalarQuantized() {
    const Header h = header();
    const size_t codeSize = scalarQuantizer(h);
    in_.vector(1, in_.product(h.count, codeSize));
    return h;
  }

  Header productQuantized() {
    const Header h = header();
    const size_t codeSize = productQuantizer(h.dimension);
    in_.vector(1, in_.product(h.count, codeSize));
    const int32_t searchType = in_.value<int32_t>();
    in_.require(searchType >= 0 && searchType <= 5, "its way of searching is unknown");
    in_.skip(5);
    return h;
  }

  Header graph(const std::string& tag, size_t depth) {
    const Header h = header();
    const size_t levels = in_.vector(sizeof(double), ByteCursor::anyCount);
    in_.require(levels >= 1 && levels <= 64, "its levels are not plausible");
    in_.vector(sizeof(int32_t), levels + 1);
    in_.vector(sizeof(int32_t), h.count);
    in_.vector(sizeof(uint64_t), h.count + 1);
    in_.vector(sizeof(int32_t), ByteCursor::anyCount);
    in_.skip(16);
    in_.require(in_.value<int32_t>() == 1, "its beam is not one FAISS writes");
    const std::string storage = in_.peekTag();
    const bool fits = tag == "IHNf" ? storage.rfind("IxF", 0) == 0 : storage == (tag == "IHNp" ? "IxPq" : "IxSQ");
    in_.require(fits, "its storage is of another type");
    same(h, index(depth + 1));
    return h;
  }

  Header lists(const std::string& tag, size_t depth) {
    const Header h = header();
    const uint64_t listCount = in_.value<uint64_t>();
    const uint64_t nprobe = in_.value<uint64_t>();
    // Trained quantizers have centroids in the file; for untrained ones only the number is stored.
    const uint64_t maxLists = h.trained ? in_.remaining() : std::max<uint64_t>(in_.remaining(), 1 << 20);
    in_.require(listCount >= 1 && listCount <= maxLists && nprobe >= 1, "its lists are not plausible");
    const Header quantizer = index(depth + 1);
    in_.require(quantizer.dimension == h.dimension && (!h.trained || quantizer.count == listCount), "its centroids do not fit its lists");
    const uint8_t map = in_.value<uint8_t>();
    in_.require(map <= 2, "its map of rows is unknown");
    in_.vector(sizeof(int64_t), ByteCursor::anyCount);
    if (map == 2) in_.vector(2 * sizeof(int64_t), ByteCursor::anyCount);
    size_t codeSize = h.dimension * sizeof(float);
    uint64_t stated = 0;
    if (tag == "IwSq") {
      codeSize = scalarQuantizer(h);
      stated = in_.value<uint64_t>();
      in_.require(in_.value<uint8_t>() <= 1, "its state is not plausible");
    } else if (tag == "IwPQ") {
      in_.require(in_.value<uint8_t>() <= 1, "its state is not plausible");
      stated = in_.value<uint64_t>();
      codeSize = productQuantizer(h.dimension);
    }
    in_.require(stated == 0 || stated == codeSize, "its codes have another size than its quantizer's");
    invertedLists(listCount, codeSize, h.count);
    return h;
  }

  void invertedLists(size_t listCount, size_t codeSize, size_t total) {
    if (in_.tag() != "ilar") throw UnknownLayout();
    const uint64_t count = in_.value<uint64_t>(), size = in_.value<uint64_t>();
    in_.require(count == listCount && size == codeSize, "its lists do not fit its quantizer");
    const std::string form = in_.tag();
    in_.require(form == "full" || form == "sprs", "its lists are stored in an unknown way");
    const std::vector<uint64_t> sizes = in_.numbers(form == "full" ? listCount : ByteCursor::anyCount);
    in_.require(form == "full" || sizes.size() % 2 == 0, "its list sizes are not plausible");
    size_t sum = 0;
    for (size_t i = form == "full" ? 0 : 1; i < sizes.size(); i += form == "full" ? 1 : 2) {
      if (form == "sprs") in_.require(sizes[i - 1] < listCount && (i < 2 || sizes[i - 1] > sizes[i - 3]), "its list numbers are not plausible");
      in_.require(sizes[i] <= total, "its list sizes are not plausible");
      sum += sizes[i];
      in_.require(sum <= total, "its lists hold more vectors than it states");
    }
    in_.require(sum == total, "its lists hold fewer vectors than it states");
    in_.skip(in_.product(sum, codeSize + sizeof(int64_t)));
  }

  void linearTransform() {
    in_.require(in_.value<uint8_t>() <= 1, "its state is not plausible");
    matrixCount_ = in_.vector(sizeof(float), ByteCursor::anyCount);
    biasCount_ = in_.vector(sizeof(float), ByteCursor::anyCount);
  }

  /** Returns the dimensions of the transform's input and output. */
  std::pair<size_t, size_t> transform() {
    const std::string tag = in_.tag();
    bool linear = false;
    size_t perInput = ByteCursor::anyCount;
    size_t perOutput = ByteCursor::anyCount;
    if (tag == "rrot" || tag == "LTra") {
      linear = true;
      linearTransform();
    } else if (tag == "Pcam" || tag == "PcAm") {
      linear = true;
      in_.skip(tag == "Pcam" ? 8 : 4);
      in_.require(in_.value<uint8_t>() <= 1, "its state is not plausible");
      in_.skip(4);
      perInput = in_.vector(sizeof(float), ByteCursor::anyCount);
      in_.vector(sizeof(float), ByteCursor::anyCount);
      in_.vector(sizeof(float), ByteCursor::anyCount);
      linearTransform();
    } else if (tag == "RmDT") {
      for (const int32_t source : in_.int32Array()) largestSource_ = std::max(largestSource_, source);
      perOutput = lastInt32Array();
    } else if (tag == "VNrm") {
      in_.skip(4);
    } else if (tag == "VCnt") {
      perInput = in_.vector(sizeof(float), ByteCursor::anyCount);
    } else {
      throw UnknownLayout();
    }
    const int32_t from = in_.value<int32_t>(), to = in_.value<int32_t>();
    const uint8_t trained = in_.value<uint8_t>();
    in_.require(from >= 1 && from <= 1 << 20 && to >= 1 && to <= 1 << 20 && trained <= 1, "a transform's sizes are not plausible");
    const auto inputs = static_cast<size_t>(from), outputs = static_cast<size_t>(to);
    if (trained) {
      in_.require(!linear || (matrixCount_ == inputs * outputs && (biasCount_ == 0 || biasCount_ == outputs)),
                  "a transform's matrix does not fit its sizes");
      in_.require(perInput == ByteCursor::anyCount || perInput == inputs || perInput == 0, "a transform's mean does not fit its sizes");
      in_.require(perOutput == ByteCursor::anyCount || (perOutput == outputs && largestSource_ < from), "a transform's map does not fit");
    }
    return {inputs, outputs};
  }

  size_t lastInt32Array() const { return in_.lastCount(); }

  Header transformed(size_t depth) {
    const Header h = header();
    const int32_t steps = in_.value<int32_t>();
    in_.require(steps >= 1 && steps <= 8, "its transforms are not plausible");
    size_t dimension = h.dimension;
    for (int32_t i = 0; i < steps; i++) {
      largestSource_ = -1;
      const auto [from, to] = transform();
      in_.require(from == dimension, "its transforms do not fit each other");
      dimension = to;
    }
    const Header inner = index(depth + 1);
    in_.require(inner.dimension == dimension && inner.count == h.count, "its parts do not fit each other");
    return h;
  }

  Header mapped(size_t depth) {
    const Header h = header();
    same(h, index(depth + 1));
    in_.vector(sizeof(int64_t), h.count);
    return h;
  }

  Header refined(size_t depth) {
    const Header h = header();
    same(h, index(depth + 1));
    same(h, index(depth + 1));
    const float factor = in_.value<float>();
    in_.require(factor >= 1 && factor <= 1000, "its refinement factor is not plausible");
    return h;
  }

  void same(const Header& outer, const Header& inner) {
    in_.require(outer.dimension == inner.dimension && outer.count == inner.count, "its parts do not fit each other");
  }

  ByteCursor in_;
  size_t matrixCount_ = 0;
  size_t biasCount_ = 0;
  int32_t largestSource_ = -1;
};

}  // namespace

bool checkFileLayout(const ByteSource& source) {
  try {
    Walker(source).index(0);
    return true;
  } catch (const UnknownLayout&) {
    return false;
  }
}

}  // namespace ranklab
