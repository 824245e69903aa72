import type { NewVideo, VideoRow } from '#shared/schemas/dataset';

/** Form values of a video: texts may be empty, numbers incomplete. */
export interface VideoFields {
  readonly videoId: string;
  readonly title: string;
  readonly description: string;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly creator: string;
  readonly duration: number | string;
  readonly publishedAtMs: number | undefined;
}

export const blankVideo: VideoFields = {
  videoId: '',
  title: '',
  description: '',
  categories: [],
  tags: [],
  creator: '',
  duration: '',
  publishedAtMs: undefined,
};

export const fieldsOf = ({
  videoId,
  title,
  description,
  categories,
  tags,
  creator,
  durationSeconds,
  publishedAtMs,
}: VideoRow): VideoFields => ({
  videoId,
  title,
  description,
  categories,
  tags,
  creator: creator ?? '',
  duration: durationSeconds ?? '',
  publishedAtMs: publishedAtMs ?? undefined,
});

/** The request to the service; empty fields are omitted (unknown). */
export const contentOf = (fields: VideoFields): NewVideo => ({
  title: fields.title.trim(),
  description: fields.description,
  categories: [...fields.categories],
  tags: [...fields.tags],
  ...(fields.videoId.trim() !== '' && { videoId: fields.videoId.trim() }),
  ...(fields.creator.trim() !== '' && { creator: fields.creator.trim() }),
  ...(typeof fields.duration === 'number' && { durationSeconds: fields.duration }),
  ...(fields.publishedAtMs !== undefined && { publishedAtMs: fields.publishedAtMs }),
});

/** The day (UTC) for a date field; empty without one. */
export const dayOf = (ms: number | undefined): string => (ms === undefined ? '' : new Date(ms).toISOString().slice(0, 10));

/** Midnight (UTC) of a date field's day; undefined when empty. Keeps the time if the day is unchanged. */
export function momentOf(day: string, before: number | undefined): number | undefined {
  if (day === dayOf(before)) return before;
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
