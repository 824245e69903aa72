import { noteNumberText, numberAt, placeText } from '#shared/number-notes';
import type { NumberNote, PlacedNote } from '#shared/schemas/number-note';
import type { ExperimentReport } from '../model/experiment-report';
import { conventionsColumn } from './conventions-id';
import type { WrittenFile } from './report-format';
import { type Column, writeCsv } from './table';

/** The report's notes with the numbers that they are about, as they are in this report. */
export const placedNotes = (report: ExperimentReport): PlacedNote[] =>
  (report.notes ?? []).map((note) => ({ ...note, where: placeText(note.place), ...stateIn(note, report) }));

const none = { value: null, interval: null } as const;

/** As in a result, and for lists the position at which the video stands: the report has them. */
function stateIn({ place }: NumberNote, report: ExperimentReport): Pick<PlacedNote, 'value' | 'interval' | 'state'> {
  if (place.kind !== 'list') return numberAt(place, report);
  const variant = report.variants.find(({ name }) => name === place.variant);
  if (!variant) return { ...none, state: 'gone' };
  if (!('user' in place.context)) return { ...none, state: 'unchecked' };
  const { users, items, counts, length } = variant.measuredRun;
  const u = users.indexOf(report.userIds.indexOf(place.context.user));
  if (u < 0) return { ...none, state: 'unchecked' };
  const list = items.subarray(u * length, u * length + counts[u]);
  const position = list.indexOf(report.itemIds.indexOf(place.videoId)) + 1;
  return position > 0 ? { ...none, value: position, state: 'found' } : { ...none, state: 'gone' };
}

/** The number behind a note, or what became of it. */
export const stateText = (note: PlacedNote): string =>
  note.state === 'gone'
    ? 'this number is no longer in the experiment'
    : note.state === 'unchecked'
      ? `this ${note.place.kind === 'list' ? 'list' : 'number'} is not in the report`
      : noteNumberText(note);

/** notes.csv, if there are notes. */
export function noteFiles(report: ExperimentReport): WrittenFile[] {
  const notes = placedNotes(report);
  if (notes.length === 0) return [];
  return [
    {
      name: 'notes.csv',
      mediaType: 'text/csv',
      content: writeCsv(
        [...columns, { name: 'labels', value: () => report.labels.join('; ') }, conventionsColumn(report.result.conventions)],
        notes,
      ),
    },
  ];
}

const of = <Kind extends PlacedNote['place']['kind']>(
  { place }: PlacedNote,
  kind: Kind,
): Extract<PlacedNote['place'], { kind: Kind }> | undefined =>
  place.kind === kind ? (place as Extract<PlacedNote['place'], { kind: Kind }>) : undefined;

/** Notes of a protocol have no time. */
const moment = (timestampMs: number): string | undefined => (timestampMs === 0 ? undefined : new Date(timestampMs).toISOString());

const columns: readonly Column<PlacedNote>[] = [
  { name: 'kind', value: ({ place }) => place.kind },
  { name: 'where', value: ({ where }) => where },
  { name: 'variant', value: ({ place }) => place.variant },
  { name: 'baseline', value: (note) => of(note, 'metric')?.baseline ?? undefined },
  { name: 'metric', value: (note) => of(note, 'metric')?.metric },
  { name: 'segmentation', value: (note) => of(note, 'metric')?.segment?.segmentation },
  { name: 'segment', value: (note) => of(note, 'metric')?.segment?.segment },
  { name: 'position', value: (note) => of(note, 'list')?.position },
  { name: 'video_id', value: (note) => of(note, 'list')?.videoId },
  { name: 'chart', value: (note) => of(note, 'point')?.chart },
  { name: 'axis', value: (note) => of(note, 'point')?.axis },
  {
    name: 'at',
    value: (note) =>
      Object.entries(of(note, 'point')?.at ?? {})
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
  },
  { name: 'value', value: ({ value }) => value ?? undefined },
  { name: 'low', value: ({ interval }) => interval?.low ?? undefined },
  { name: 'high', value: ({ interval }) => interval?.high ?? undefined },
  { name: 'state', value: ({ state }) => state },
  { name: 'note', value: ({ text }) => text },
  { name: 'created', value: ({ createdAtMs }) => moment(createdAtMs) },
  { name: 'changed', value: ({ changedAtMs }) => moment(changedAtMs) },
];
