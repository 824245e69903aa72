import { z } from 'zod';
import { listNormalizationSchema, normalizeList, type ListNormalization } from './normalize-list';
import type { PointsOf } from './points';

/** Parameters of the methods that combine scores. */
export const combParams = z.strictObject({ normalization: listNormalizationSchema });
export type CombParams = z.infer<typeof combParams>;

export const foxAndShaw = 'Fox & Shaw 1993';

/** A source's points are its normalised scores. */
export const normalizedPoints =
  (normalization: ListNormalization): PointsOf =>
  ({ scores }) => {
    const normalized = normalizeList(scores, normalization);
    return (i) => normalized[i];
  };
