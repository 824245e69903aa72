import type { TimestampUnit } from '#shared/schemas/dataset';
import { detectTime } from './formats/detect-time';

/**
 * The unit in which most of the given samples are plausible times (empty ones do not count): one bad cell must not
 * reject a file. Undefined when none fits more than `share` of them, or when there are no samples.
 */
export const detectTimestampUnit = (samples: readonly string[], share = 0.5): TimestampUnit | undefined =>
  detectTime(
    samples.map((sample) => sample.trim()),
    false,
    share,
  )?.unit;
