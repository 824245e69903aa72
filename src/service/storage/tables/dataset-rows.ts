import type { DuckDBValue } from '@duckdb/node-api';
import type { InteractionRow, VideoRow } from '#shared/schemas/dataset';
import type { Row } from './database';

/** Empty where there is none. */
export const text = (value: DuckDBValue | undefined): string => (typeof value === 'string' ? value : '');
const numberOrNull = (value: DuckDBValue | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** A row of the page of videos. */
export function videoRow(row: Row, columns: VideoRow['columns'] = {}): VideoRow {
  return {
    videoId: text(row.id),
    title: text(row.title),
    description: text(row.description),
    categories: JSON.parse(text(row.categories) || '[]') as string[],
    tags: JSON.parse(text(row.tags) || '[]') as string[],
    creator: typeof row.creator_label === 'string' ? row.creator_label : null,
    publishedAtMs: numberOrNull(row.published_at),
    durationSeconds: numberOrNull(row.duration),
    interactionCount: Number(row.n),
    columns,
  };
}

/** A row of the page of interactions. */
export function interactionRow(row: Row, columns: InteractionRow['columns'] = {}): InteractionRow {
  return {
    userId: text(row.user_id),
    videoId: text(row.video_id),
    title: text(row.title),
    kind: text(row.kind),
    value: numberOrNull(row.value),
    timestampMs: numberOrNull(row.timestamp),
    columns,
  };
}
