import { MINUS } from './counts';
import { segmentText } from './segment-names';
import type { ExperimentResult } from './schemas/experiment';
import type { NotedChart, NotePlace, NumberNote, PlacedNote } from './schemas/number-note';
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
        : [place.chart, place.variant, place.axis, Object.entries(place.at).sort(([a], [b]) => (a < b ? -1 : 1))],
  );

/** A context in words; two contexts are the same if these are equal. */
export const contextText = (context: RankingContext): string =>
  'user' in context ? `user ${context.user}` : 'query' in context ? `query “${context.query}”` : `like ${context.video}`;

const charts: Readonly<Record<NotedChart, string>> = {
  'runs-over-time': 'in the chart of runs over time',
  sensitivity: 'in the sensitivity map',
  multiverse: 'in the multiverse',
  sweep: 'in the sweep',
  'ab-test': 'in the simulated A/B test',
};

const atText = (at: Extract<NotePlace, { kind: 'point' }>['at']): string =>
  Object.entries(at)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`)
    .join(', ');

/** What a note is about: `ndcg@10, Balanced − Popular, warm users`. */
export function placeText(place: NotePlace): string {
  if (place.kind === 'point') {
    const at = atText(place.at);
    return `${place.axis} of ${place.variant} ${charts[place.chart]}${at === '' ? '' : ` at ${at}`}`;
  }
  if (place.kind === 'list') {
    const { title = '', videoId, position, context, variant } = place;
    return `${title === '' ? videoId : `“${title}”`} at position ${position} for ${contextText(context)}, ${variant}`;
  }
  const { metric, variant, baseline, segment } = place;
  const pair = baseline === null ? variant : `${variant} ${MINUS} ${baseline}`;
  return [metric, pair, ...(segment ? [segmentText(segment)] : [])].join(', ');
}

type Found = Pick<PlacedNote, 'value' | 'interval' | 'state'>;
type Comparison = ExperimentResult['variants'][number]['comparisons'][number];

const none = { value: null, interval: null } as const;

/** The number that a note is about. Lists are not kept in a result, so theirs are unchecked. */
export function numberAt(place: NotePlace, { result }: Measured): Found {
  const segment = place.kind === 'metric' ? place.segment : null;
  const group = segment && result.segments?.find((one) => one.segmentation === segment.segmentation && one.segment === segment.segment);
  const variants = segment ? (group?.variants ?? []) : result.variants;
  const variant = variants.find(({ name }) => name === place.variant);
  if (place.kind === 'list') return { ...none, state: variant ? 'unchecked' : 'gone' };
  if (place.kind === 'point' && place.chart !== 'runs-over-time') {
    if (!variant) return { ...none, state: 'gone' };
    return place.shown === undefined ? { ...none, state: 'unchecked' } : { ...none, value: place.shown, state: 'written' };
  }
  if (place.kind === 'metric' && place.baseline === null) {
    const metric = variant?.metrics.find(({ spec }) => spec === place.metric);
    return metric ? { ...none, value: metric.value, state: 'found' } : { ...none, state: 'gone' };
  }
  // The point of a run is a difference from its first variant, too.
  const spec = place.kind === 'metric' ? place.metric : place.axis;
  const isFromFirst = place.kind === 'point' || variants[0]?.name === place.baseline;
  const comparison = isFromFirst ? variant?.comparisons.find((one) => one.spec === spec) : undefined;
  return comparison ? { value: comparison.difference, interval: intervalOf(comparison), state: 'found' } : { ...none, state: 'gone' };
}

/** That of the corrected test, or of the test alone in older results; null where nothing was tested. */
function intervalOf({ interval, correctedInterval }: Comparison): PlacedNote['interval'] {
  if (correctedInterval) return { low: correctedInterval.low, high: correctedInterval.high };
  return interval.low === null || interval.high === null ? null : { low: interval.low, high: interval.high };
}

/** Every note with its number as the run has it. */
export const placeNotes = (notes: readonly NumberNote[], measured: Measured): PlacedNote[] =>
  notes.map((note) => ({ ...note, where: placeText(note.place), ...numberAt(note.place, measured) }));

/** The number of a note in words: `0.3120`, `+0.0108 [+0.0012, +0.0204]`; `now at position 3` where the list is known. */
export function noteNumberText({ place, value, interval, state }: Pick<PlacedNote, 'place' | 'value' | 'interval' | 'state'>): string {
  if (value === null) return 'no value';
  if (state === 'written') return `${isDifference(place) ? signed(value) : plain(value)} when it was written`;
  if (place.kind === 'list') return `now at position ${value}`;
  if (place.kind === 'metric' && place.baseline === null) return plain(value);
  return interval ? `${signed(value)} [${signed(interval.low, `${MINUS}∞`)}, ${signed(interval.high, '∞')}]` : signed(value);
}

/** A sensitivity map and a sweep show values; the other charts differences. */
const isDifference = (place: NotePlace): boolean => place.kind === 'point' && place.chart !== 'sensitivity' && place.chart !== 'sweep';

const plain = (value: number): string => value.toFixed(4).replace('-', MINUS);

function signed(value: number | null, unbounded = ''): string {
  if (value === null) return unbounded;
  const text = Math.abs(value).toFixed(4);
  // What rounds to zero has no sign.
  return /[1-9]/.test(text) ? `${value < 0 ? MINUS : '+'}${text}` : text;
}
