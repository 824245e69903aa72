import type { AnnMetric } from '#engine/ann/port';

/** Qdrant’s name of a metric. */
export type Distance = 'Dot' | 'Euclid' | 'Cosine';

export const distanceOf: Record<AnnMetric, Distance> = { 'inner-product': 'Dot', l2: 'Euclid', cosine: 'Cosine' };

/** Qdrant gives products and cosines, larger for nearer vectors, but the Euclidean distance, smaller for nearer ones. */
export const scoreFor = (distance: Distance): ((score: number) => number) =>
  distance === 'Euclid' ? (score) => -(score ** 2) : (score) => score;
