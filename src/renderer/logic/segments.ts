import type { ExperimentResult } from '#shared/schemas/experiment';
import type { LiveSegments, SegmentChoice } from '#shared/schemas/live';
import { segmentationName } from '#shared/segment-names';
import { formatCount } from './format';

/** Groups of users measured in a run, for a selector; the first option is all users. */
export function segmentChoices({ segments = [], testUserCount }: ExperimentResult): { value: string; label: string }[] {
  return [
    { value: '', label: `All ${formatCount(testUserCount)} test users` },
    ...segments.map(({ segmentation, segment, userCount }, index) => ({
      value: String(index),
      label: `${segmentationName(segmentation)}: ${segment} (${formatCount(userCount)})`,
    })),
  ];
}

/** Groups that the Lab can measure, by segmentation; `readSegment` parses the values. */
export function liveSegmentChoices(segments: LiveSegments['segments']): { group: string; items: { value: string; label: string }[] }[] {
  const divisions = [...new Set(segments.map(({ segmentation }) => segmentation))];
  return divisions.map((division) => ({
    group: segmentationName(division),
    items: segments
      .filter(({ segmentation }) => segmentation === division)
      .map(({ segmentation, segment, userCount }) => ({
        value: writeSegment({ segmentation, segment }),
        label: `${segment} (${formatCount(userCount)})`,
      })),
  }));
}

export const writeSegment = (choice: SegmentChoice | null): string =>
  choice === null ? '' : JSON.stringify([choice.segmentation, choice.segment]);

export function readSegment(value: string): SegmentChoice | null {
  if (value === '') return null;
  const [segmentation = '', segment = ''] = JSON.parse(value) as string[];
  return { segmentation, segment };
}

/** The variants' numbers for a choice. */
export const variantsOf = ({ variants, segments = [] }: ExperimentResult, choice: string): ExperimentResult['variants'] =>
  choice === '' ? variants : (segments[Number(choice)]?.variants ?? variants);

/** Sentences about losing groups: groups for which a variant is worse although it is not worse overall. */
export function lossSentences({ losers = [] }: ExperimentResult): string[] {
  return losers.map(
    ({ segmentation, segment, userCount, variant, comparison: { spec, difference } }) =>
      `${variant} loses ${difference === null ? '' : `${formatLoss(difference)} `}${spec} for ${segmentationName(segmentation).toLowerCase()} “${segment}” (${formatCount(userCount)} users)`,
  );
}

const formatLoss = (difference: number): string => Math.abs(difference).toPrecision(3);

/** The users measured when no group is chosen: all, or a sample with its `n of N`. */
export const allUsersText = (measured: number, all: number): string =>
  measured < all ? `Sample: ${formatCount(measured)} of ${formatCount(all)} users` : `All ${formatCount(all)} users`;
