import { newInteractionSchema, videoContentSchema } from '#shared/schemas/dataset';
import { invalidArgument } from '#shared/validation';
import type { DataEvent } from './data-event';

/** Why the tables refuse a logged event; undefined if they accept it. Logs may come from an earlier version with other limits. */
export function eventProblem(event: DataEvent): string | undefined {
  if (typeof event !== 'object' || event === null) return 'the record is not an event';
  switch (event.op) {
    case 'i':
      return problemOf(newInteractionSchema, { userId: event.u, videoId: event.v, kind: event.k, value: event.x, timestampMs: event.t });
    case 'video':
      return problemOf(videoContentSchema, event.video);
    case 'remove':
    case 'restore':
      return typeof event.id === 'string' ? undefined : 'the record names no video';
    default:
      return 'the record has a kind that this version does not support';
  }
}

function problemOf(schema: typeof newInteractionSchema | typeof videoContentSchema, value: unknown): string | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? undefined : invalidArgument(parsed.error.issues, value).message;
}
