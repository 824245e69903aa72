// The iterations of k-means: assignment, sums, splits of empty clusters.
// Called by vector-index-train.cc through k-means.h.
// The order of sums does not depend on threads.
#include "training/k-means.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include <faiss/utils/random.h>

#include "training/grouped-rows.h"
#include "threads/parallel.h"

namespace ranklab {
namespace {

/** Number of vectors assigned between progress reports. */
constexpr size_t assignmentBatch = 16384;
/** An empty cluster takes half of a large one: both get its centroid, perturbed by this factor (FAISS's value). */
constexpr double splitOffset = 1 / 1024.0;
constexpr int64_t splitSeed = 1234;

/** A seeded sample of `most` vectors; null when there are no more than that. */
std::unique_ptr<float[]> sample(size_t n, const float* vectors, size_t dimension, size_t most, int seed, const Progress& progress) {
  if (n <= most) return nullptr;
  std::vector<int> order(n);
  faiss::rand_perm(order.data(), n, seed);
  std::unique_ptr<float[]> chosen(new float[most * dimension]);
  PeriodicCheck interval(dimension * sizeof(float));
  for (size_t i = 0; i < most; i++) {
    if (interval.due()) progress.check();
    std::memcpy(&chosen[i * dimension], vectors + static_cast<size_t>(order[i]) * dimension, dimension * sizeof(float));
  }
  return chosen;
}

/** Each centroid becomes the mean of its vectors, summed in row order; one without vectors becomes zero. */
void moveToMeans(const GroupedRows& grouped, const float* vectors, size_t dimension, std::vector<float>& centroids,
                 const Progress& progress) {
  const size_t count = centroids.size() / dimension;
  const int threads = FaissScope::threads();
  std::fill(centroids.begin(), centroids.end(), 0.0f);
  inParallel(threads, count, std::max<size_t>(1, count / (static_cast<size_t>(threads) * 16)), [&](Portions& portions, int) {
    PeriodicCheck interval(dimension * sizeof(float));
    for (Range own; portions.next(own);) {
      for (size_t cluster = own.begin; cluster < own.end; cluster++) {
        float* mean = &centroids[cluster * dimension];
        const size_t size = grouped.count(cluster);
        for (size_t place = 0; place < size; place++) {
          if (interval.due()) progress.check();
          const float* vector = vectors + grouped.row(cluster, place) * dimension;
          for (size_t j = 0; j < dimension; j++) mean[j] += vector[j];
        }
        if (size == 0) continue;
        const float scale = 1.0f / static_cast<float>(size);
        for (size_t j = 0; j < dimension; j++) mean[j] *= scale;
      }
    }
  });
}

/** Normalises centroids to length 1, summed as in FAISS 1.7.3; later versions sum in an order that depends on the CPU. */
void normalise(std::vector<float>& centroids, size_t dimension) {
  for (size_t first = 0; first < centroids.size(); first += dimension) {
    double sum = 0;
    for (size_t j = first; j < first + dimension; j++) sum += centroids[j] * centroids[j];
    const float square = static_cast<float>(sum);
    if (!(square > 0)) continue;
    const float scale = static_cast<float>(1.0 / std::sqrt(square));
    for (size_t j = first; j < first + dimension; j++) centroids[j] *= scale;
  }
}

/** Gives every empty cluster half of another one, drawn with a probability that grows with its size. */
void splitInto(std::vector<float>& sizes, size_t n, size_t dimension, std::vector<float>& centroids) {
  const size_t count = sizes.size();
  faiss::RandomGenerator random(splitSeed);
  for (size_t empty = 0; empty < count; empty++) {
    if (sizes[empty] != 0) continue;
    size_t donor = 0;
    while (random.rand_float() >= static_cast<float>((sizes[donor] - 1.0) / static_cast<float>(n - count))) donor = (donor + 1) % count;
    float* from = &centroids[donor * dimension];
    float* to = &centroids[empty * dimension];
    for (size_t j = 0; j < dimension; j++) {
      const double move = j % 2 == 0 ? splitOffset : -splitOffset;
      to[j] = static_cast<float>(from[j] * (1 + move));
      from[j] = static_cast<float>(from[j] * (1 - move));
    }
    sizes[empty] = sizes[donor] / 2;
    sizes[donor] -= sizes[empty];
  }
}

}  // namespace

bool kMeansSupports(const faiss::ClusteringParameters& settings) {
  return settings.nredo == 1 && !settings.int_centroids && !settings.update_index && !settings.frozen_centroids;
}

void kMeans(const faiss::ClusteringParameters& settings, size_t n, const float* vectors, size_t count, DispatchFlat& centroids,
            Progress& progress, double share) {
  const size_t dimension = static_cast<size_t>(centroids.d);
  const size_t most = count * static_cast<size_t>(settings.max_points_per_centroid);
  const auto sampled = sample(n, vectors, dimension, most, settings.seed, progress);
  if (sampled) {
    vectors = sampled.get();
    n = most;
  }
  std::vector<float> means(count * dimension);
  const auto hold = [&] {
    centroids.reset();
    centroids.add(static_cast<int64_t>(count), means.data());
  };
  if (n == count) {
    std::copy(vectors, vectors + n * dimension, means.begin());
    return hold();
  }
  std::vector<int> order(n);
  faiss::rand_perm(order.data(), n, int64_t{settings.seed} + 1);
  for (size_t cluster = 0; cluster < count; cluster++)
    std::memcpy(&means[cluster * dimension], vectors + static_cast<size_t>(order[cluster]) * dimension, dimension * sizeof(float));
  if (settings.spherical) normalise(means, dimension);
  hold();

  std::vector<int64_t> nearest(n);
  std::vector<float> distances(n), sizes(count);
  for (int iteration = 0; iteration < settings.niter; iteration++) {
    for (size_t first = 0; first < n; first += assignmentBatch) {
      const size_t some = std::min(assignmentBatch, n - first);
      centroids.search(static_cast<int64_t>(some), vectors + first * dimension, 1, &distances[first], &nearest[first]);
      progress.fraction = share * (iteration + static_cast<double>(first + some) / static_cast<double>(n)) / settings.niter;
    }
    const GroupedRows grouped(nearest.data(), n, count);
    moveToMeans(grouped, vectors, dimension, means, progress);
    for (size_t cluster = 0; cluster < count; cluster++) sizes[cluster] = static_cast<float>(grouped.count(cluster));
    splitInto(sizes, n, dimension, means);
    if (settings.spherical) normalise(means, dimension);
    hold();
  }
}

}  // namespace ranklab
