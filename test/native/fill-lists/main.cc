// Fills the lists of a small index that runs out of memory at a given list, and prints its contents before and after.
#include <cstdio>
#include <new>
#include <vector>

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>

#include "training/fill-lists.h"
#include "threads/threads.h"

namespace {

struct ScarceLists : faiss::ArrayInvertedLists {
  using faiss::ArrayInvertedLists::ArrayInvertedLists;
  size_t failing = SIZE_MAX;

  // Simulates enough memory for the ids of a list but not for its codes.

  void resize(size_t list, size_t size) override {
    if (list == failing && size > list_size(list)) {
      ids[list].resize(size);
      throw std::bad_alloc();
    }
    faiss::ArrayInvertedLists::resize(list, size);
  }
};

void print(const char* what, const faiss::IndexIVF& index) {
  std::printf("%s: %d vectors;", what, static_cast<int>(index.ntotal));
  for (size_t list = 0; list < index.nlist; list++) {
    std::printf(" [");
    for (size_t i = 0; i < index.invlists->list_size(list); i++)
      std::printf("%s%d=%g", i ? " " : "", static_cast<int>(index.invlists->get_single_id(list, i)),
                  static_cast<double>(*reinterpret_cast<const float*>(index.invlists->get_single_code(list, i))));
    std::printf("]");
  }
  std::printf("\n");
}

}  // namespace

int main() {
  const std::vector<float> centroids = {0, 10, 20, 30};
  const std::vector<float> vectors = {1, 11, 21, 31, 2, 12, 22, 32, 3, 13};
  for (const int threads : {1, 4}) {
    faiss::IndexFlatL2 quantizer(1);
    faiss::IndexIVFFlat index(&quantizer, 1, 4, faiss::METRIC_L2);
    auto* lists = new ScarceLists(4, index.code_size);
    index.replace_invlists(lists, true);
    quantizer.add(4, centroids.data());
    index.is_trained = true;
    const ranklab::FaissScope scope(threads, nullptr);
    std::printf("taken: %d\n", ranklab::canFillLists(index));
    ranklab::fillLists(index, 5, vectors.data(), 0);
    print("filled", index);
    lists->failing = 2;
    try {
      ranklab::fillLists(index, 5, vectors.data() + 5, 5);
      std::printf("not refused\n");
    } catch (const std::bad_alloc&) {
      print("refused", index);
    }
    lists->failing = SIZE_MAX;
    ranklab::fillLists(index, 5, vectors.data() + 5, 5);
    print("again", index);
  }
}
