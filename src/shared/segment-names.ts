import { fieldWords } from './field-words';
import type { SegmentChoice } from './schemas/live';

const names: Readonly<Record<string, string>> = { warmth: 'Warmth', activity: 'Activity' };

/** What divides users into groups, in words: `Warmth`, `country`. */
export const segmentationName = (segmentation: string): string =>
  names[segmentation] ??
  segmentation.replace(/^column:/, '').replace(/^(watched|logged):(.*)$/s, (_, how: string, name: string) => `${how} ${fieldWords(name)}`);

/** A group in words: `cold users`, `activity 3 of 10 (5–9 interactions)`, `country: DE`. */
export const segmentText = ({ segmentation, segment }: SegmentChoice): string =>
  segmentation === 'warmth'
    ? `${segment} users`
    : segmentation === 'activity'
      ? `activity ${segment}`
      : `${segmentationName(segmentation)}: ${segment}`;
