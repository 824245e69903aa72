import { withDistinctNames } from '#shared/distinct-names';
import { RankLabError } from '#shared/errors';
import { placeKey } from '#shared/number-notes';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { NotePlace, NumberNote } from '#shared/schemas/number-note';
import type { Protocol } from '#shared/schemas/protocol';

/**
 * A protocol's notes on the numbers of its result, for the exports. They have no time of their own, so that the same document gives the same bytes.
 * @throws INVALID_ARGUMENT for a number that the result will not have, and for two notes on one number, before the comparison is measured.
 */
export function protocolNotes({ notes }: Pick<Protocol, 'notes'>, config: ExperimentConfig): NumberNote[] {
  const names = withDistinctNames(config.variants).map(({ name }) => name);
  const seen = new Set<string>();
  return notes.map(({ place, text }, index) => {
    const at = `notes.${index}.place`;
    checkPlace(place, at, names, config);
    const key = placeKey(place);
    if (seen.has(key)) throw new RankLabError('INVALID_ARGUMENT', 'A number has one note', { place: at, remedy: 'Join the texts.' });
    seen.add(key);
    return { id: `n${index + 1}`, place, text, createdAtMs: 0, changedAtMs: 0 };
  });
}

function checkPlace(place: NotePlace, at: string, names: readonly string[], { metrics, segments }: ExperimentConfig): void {
  const unknown = (what: string, value: string, known: readonly string[]): RankLabError =>
    new RankLabError('INVALID_ARGUMENT', `The comparison has no ${what} “${value}”`, {
      place: `${at}.${what}`,
      value,
      remedy: `It has ${known.join(', ')}.`,
    });
  if (!names.includes(place.variant)) throw unknown('variant', place.variant, names);
  if (place.kind === 'list') return;
  if (place.kind === 'point') {
    // The numbers of other charts are of answers beside the comparison, such as a simulated test's lift.
    if (place.chart === 'runs-over-time' && !metrics.includes(place.axis)) throw unknown('axis', place.axis, metrics);
    return;
  }
  if (!metrics.includes(place.metric)) throw unknown('metric', place.metric, metrics);
  // Every other variant is compared with the first.
  if (place.baseline !== null && place.baseline !== names[0]) throw unknown('baseline', place.baseline, names.slice(0, 1));
  // Warmth is added where the measured users differ in it.
  const known = [...new Set([...segments, 'warmth'])];
  if (place.segment && !known.includes(place.segment.segmentation)) throw unknown('segment', place.segment.segmentation, known);
}
