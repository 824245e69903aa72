// Writing, verifying and reading index files.
// Called by binding/index-handle.cc and index-handle-search.cc.
// Order of a load: footer and checksum, file-check, FAISS, structure-check.
#include "io/index-file.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <unordered_map>

#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/index_io.h>

#include "io/checksum.h"
#include "errors.h"
#include "io/output-file.h"
#include "io/structure-check.h"
#include "threads/threads.h"

namespace ranklab {
namespace {

constexpr char footerMark[] = "RLABIDX1";
constexpr size_t footerSize = 24;

struct Footer {
  uint64_t size;
  uint32_t checksum;
  uint32_t metric;
};

std::vector<uint8_t> encode(const Footer& footer) {
  std::vector<uint8_t> out(footerSize);
  std::memcpy(out.data(), footerMark, 8);
  std::memcpy(out.data() + 8, &footer.size, 8);
  std::memcpy(out.data() + 16, &footer.checksum, 4);
  std::memcpy(out.data() + 20, &footer.metric, 4);
  return out;
}

/** Counts and checksums the bytes that FAISS writes, and passes them to `write`. */
template <class Write>
class SummingWriter : public faiss::IOWriter {
 public:
  explicit SummingWriter(Write write) : write_(write) { name = "index"; }
  size_t operator()(const void* data, size_t size, size_t count) override {
    const size_t bytes = size * count;
    const auto* source = static_cast<const uint8_t*>(data);
    for (size_t done = 0; done < bytes; done += pieceBytes) {
      const size_t piece = std::min(pieceBytes, bytes - done);
      write_(source + done, piece);
      checksum_.update(source + done, piece);
      yieldIfDue();
    }
    size_ += bytes;
    return count;
  }
  Footer footer(Metric metric) const { return {size_, checksum_.value(), static_cast<uint32_t>(metric)}; }

 private:
  Write write_;
  Crc32 checksum_;
  uint64_t size_ = 0;
};

template <class Write>
void writeWhole(VectorIndex& index, Write write) {
  SummingWriter<Write> writer(write);
  index.write(&writer);
  const auto footer = encode(writer.footer(index.metric()));
  write(footer.data(), footer.size());
}

/** Detects RankLab's footer, verifies the checksum and hides the footer from later reads. Returns false without a footer. */
bool checkFooter(ByteSource& source, Footer& footer) {
  if (source.size() < footerSize) return false;
  uint8_t raw[footerSize];
  source.read(source.size() - footerSize, raw, footerSize);
  if (std::memcmp(raw, footerMark, 8) != 0) return false;
  std::memcpy(&footer.size, raw + 8, 8);
  std::memcpy(&footer.checksum, raw + 16, 4);
  std::memcpy(&footer.metric, raw + 20, 4);
  const size_t size = source.size() - footerSize;
  Crc32 sum;
  std::vector<uint8_t> piece(std::min(size, pieceBytes));
  for (size_t offset = 0; offset < size; offset += piece.size()) {
    const size_t count = std::min(piece.size(), size - offset);
    source.read(offset, piece.data(), count);
    sum.update(piece.data(), count);
    yieldIfDue();
  }
  if (footer.size != size || footer.checksum != sum.value() || footer.metric > 2)
    throw CodedError("CORRUPT_ARTIFACT", "The index is damaged: its checksum does not match");
  source.shrink(size);
  return true;
}

/** Inverted lists store ids, whereas other code uses row numbers: renumbers them in ascending order and returns the ids. */
std::vector<int64_t> numberRows(faiss::Index* index) {
  while (auto* transform = dynamic_cast<faiss::IndexPreTransform*>(index)) index = transform->index;
  auto* lists = dynamic_cast<faiss::IndexIVF*>(index);
  if (!lists) return {};
  std::vector<int64_t> labels;
  labels.reserve(static_cast<size_t>(lists->ntotal));
  auto forEach = [&](auto visit) {
    for (size_t list = 0; list < lists->nlist; list++) {
      const size_t size = lists->invlists->list_size(list);
      if (size == 0) continue;
      const int64_t* ids = lists->invlists->get_ids(list);
      for (size_t i = 0; i < size; i++) visit(const_cast<int64_t&>(ids[i]));
      lists->invlists->release_ids(list, ids);
    }
  };
  forEach([&](int64_t& id) { labels.push_back(id); });
  std::sort(labels.begin(), labels.end());
  if (!labels.empty() && labels.front() < 0) throw CodedError("CORRUPT_ARTIFACT", "The index is damaged: it has negative ids");
  if (std::adjacent_find(labels.begin(), labels.end()) != labels.end())
    throw CodedError("CORRUPT_ARTIFACT", "The index has an id twice");
  forEach([&](int64_t& id) { id = std::lower_bound(labels.begin(), labels.end(), id) - labels.begin(); });
  return labels;
}

}  // namespace

IndexBytes toBytes(VectorIndex& index) {
  IndexBytes out;
  writeWhole(index, [&out](const uint8_t* data, size_t size) { out.append(data, size); });
  return out;
}

void toFile(VectorIndex& index, const std::string& path) {
  OutputFile file(path);
  writeWhole(index, [&file](const uint8_t* data, size_t size) { file.write(data, size); });
  file.commit();
}

std::unique_ptr<VectorIndex> fromSource(ByteSource& source, const LoadOptions& options) {
  Footer footer{};
  const bool ours = checkFooter(source, footer);
  if (!checkFileLayout(source) && !ours)
    throw CodedError("CORRUPT_ARTIFACT",
                     "This is not an index file, or of a type that can only be read when this product wrote it (with its checksum)");
  SourceReader reader(source);
  std::unique_ptr<faiss::Index> index(faiss::read_index(&reader));
  checkStructure(*index);
  std::vector<int64_t> labels;
  if (auto* map = dynamic_cast<faiss::IndexIDMap*>(index.get())) {
    labels = map->id_map;
    // Inverted lists under an id map number their own rows; the numbers must match the map's entries.
    const std::vector<int64_t> rows = numberRows(map->index);
    for (size_t row = 0; row < rows.size(); row++)
      if (rows[row] != static_cast<int64_t>(row)) throw CodedError("CORRUPT_ARTIFACT", "The index is damaged: its ids do not fit its lists");
    map->own_fields = false;
    index.reset(map->index);
  } else {
    labels = numberRows(index.get());
  }
  if (options.dimension > 0 && index->d != options.dimension)
    fail("CORRUPT_ARTIFACT", "The index holds vectors of %d numbers; %d were expected", static_cast<int>(index->d), options.dimension);
  const bool innerProduct = index->metric_type == faiss::METRIC_INNER_PRODUCT;
  int metric = options.metric >= 0 ? options.metric : ours ? static_cast<int>(footer.metric) : innerProduct ? 0 : 1;
  if ((metric == static_cast<int>(Metric::l2)) == innerProduct || (ours && metric != static_cast<int>(footer.metric)))
    throw CodedError("CORRUPT_ARTIFACT", "The index was built for another metric than the one asked for");
  return VectorIndex::adopt(std::move(index), std::move(labels), static_cast<Metric>(metric), options.device);
}

void VectorIndex::write(faiss::IOWriter* writer) {
  auto* lists = kind_ == Kind::lists && removesRows() ? static_cast<faiss::IndexIVF*>(core_) : nullptr;
  bool plain = true;
  for (size_t row = 0; row < labels_.size(); row++)
    if (labels_[row] != static_cast<int64_t>(row) && (labels_[row] >= 0 || !lists)) plain = false;
  if (plain) {
    faiss::write_index(root_.get(), writer);
    return;
  }
  if (!lists) {
    // Custom ids are stored in FAISS's id-map wrapper; −1 marks removed rows.
    faiss::IndexIDMap map;
    map.d = root_->d;
    map.ntotal = root_->ntotal;
    map.metric_type = root_->metric_type;
    map.is_trained = root_->is_trained;
    map.index = root_.get();
    map.own_fields = false;
    map.id_map = labels_;
    faiss::write_index(&map, writer);
    return;
  }
  // Inverted lists store ids themselves, so they hold the custom ids while being written.
  auto relabel = [lists](auto translate) {
    for (size_t list = 0; list < lists->nlist; list++) {
      const size_t size = lists->invlists->list_size(list);
      if (size == 0) continue;
      const int64_t* ids = lists->invlists->get_ids(list);
      for (size_t i = 0; i < size; i++) const_cast<int64_t&>(ids[i]) = translate(ids[i]);
      lists->invlists->release_ids(list, ids);
    }
  };
  std::unordered_map<int64_t, int64_t> rows;
  for (size_t row = 0; row < labels_.size(); row++)
    if (labels_[row] >= 0) rows.emplace(labels_[row], static_cast<int64_t>(row));
  relabel([this](int64_t row) { return labels_[row]; });
  try {
    faiss::write_index(root_.get(), writer);
  } catch (...) {
    relabel([&rows](int64_t id) { return rows.at(id); });
    throw;
  }
  relabel([&rows](int64_t id) { return rows.at(id); });
}

}  // namespace ranklab
