import type { z } from 'zod';
import type { newInteractionSchema, newVideoSchema } from '#shared/schemas/dataset';

export type NewVideo = z.infer<typeof newVideoSchema>;
export type NewInteraction = z.infer<typeof newInteractionSchema>;
/** A video to store, with its final id. */
export type StoredVideo = NewVideo & { readonly videoId: string };

/** Events of the log: short keys, since there may be thousands a second. */
export type DataEvent =
  | { readonly op: 'i'; readonly u: string; readonly v: string; readonly k: string; readonly x?: number; readonly t?: number }
  /** Adds the video or replaces its properties. */
  | { readonly op: 'video'; readonly video: StoredVideo }
  | { readonly op: 'remove'; readonly id: string }
  | { readonly op: 'restore'; readonly id: string };

export function interactionEvent({ userId, videoId, kind, value, timestampMs }: NewInteraction): DataEvent {
  return {
    op: 'i',
    u: userId,
    v: videoId,
    k: kind,
    ...(value !== undefined && { x: value }),
    ...(timestampMs !== undefined && { t: timestampMs }),
  };
}
