import type { ExperimentResult } from './schemas/experiment';
import type { NotePlace, NumberNote, PlacedNote } from './schemas/number-note';
import type { RankingContext } from './schemas/ranking';

interface Measured {
  readonly result: Pick<ExperimentResult, 'variants' | 'segments'>;
}

/** Two notes are about one number if these are equal. */
export const placeKey = (place: NotePlace): string =>
  JSON.stringify(
    place.kind === 'metric'
      ? [place.variant, place.baseline, place.metric, place.segment && [place.segment.segmentation, place.segment.segment]]
      : place.kind === 'list'
        ? [place.variant, contextText(place.context), place.videoId]
        : [place.chart, place.variant, place.axis],
  );

const contextText = (context: RankingContext): string =>
  'user' in context ? `user ${context.user}` : 'query' in context ? `query “${context.query}”` : `like ${context.video}`;

const charts = { 'runs-over-time': 'runs over time' } as const;

/** What a note is about: `ndcg@10, Balanced − Popular, warmth: warm`. */
export function placeText(place: NotePlace): string {
  if (place.kind === 'point') return `${place.axis} of ${place.variant} in the chart of ${charts[place.chart]}`;
  if (place.kind === 'list') return `${place.videoId} at position ${place.position} for ${contextText(place.context)}, ${place.variant}`;
  const { metric, variant, baseline, segment } = place;
  const pair = baseline === null ? variant : `${variant} − ${baseline}`;
  return [metric, pair, ...(segment ? [`${segment.segmentation}: ${segment.segment}`] : [])].join(', ');
}

/** The number that a note is about. Lists are not kept in a result, so theirs are unchecked. */
export function numberAt(place: NotePlace, measured: Measured): Pick<PlacedNote, 'value' | 'state'> {
  if (place.kind === 'list') return { value: null, state: measured.result.variants.some(isNamed(place.variant)) ? 'unchecked' : 'gone' };
  const value = place.kind === 'metric' ? metricAt(place, measured) : pointAt(place, measured);
  return value === undefined ? { value: null, state: 'gone' } : { value, state: 'found' };
}

const isNamed =
  (name: string) =>
  (variant: { readonly name: string }): boolean =>
    variant.name === name;

function metricAt(place: Extract<NotePlace, { kind: 'metric' }>, { result }: Measured): number | null | undefined {
  const { segment } = place;
  const group = segment && result.segments?.find((one) => one.segmentation === segment.segmentation && one.segment === segment.segment);
  const variants = segment ? (group?.variants ?? []) : result.variants;
  const variant = variants.find(isNamed(place.variant));
  if (place.baseline === null) return variant?.metrics.find(({ spec }) => spec === place.metric)?.value;
  if (variants[0]?.name !== place.baseline) return undefined;
  return variant?.comparisons.find(({ spec }) => spec === place.metric)?.difference;
}

/** Over time: the variant's difference from the first one. */
const pointAt = ({ variant: name, axis }: Extract<NotePlace, { kind: 'point' }>, { result }: Measured): number | null | undefined =>
  result.variants.find(isNamed(name))?.comparisons.find(({ spec }) => spec === axis)?.difference;

/** Every note with its number as the run has it. */
export const placeNotes = (notes: readonly NumberNote[], measured: Measured): PlacedNote[] =>
  notes.map((note) => ({ ...note, where: placeText(note.place), ...numberAt(note.place, measured) }));
