import type { DataEvent } from './data-event';

/** Whether the last event about a video leaves it known; undefined where the log says nothing about it. */
export function existsInLog(pending: readonly { readonly event: DataEvent }[], videoId: string): boolean | undefined {
  for (let position = pending.length - 1; position >= 0; position--) {
    const event = pending[position]!.event;
    if (event.op === 'video' && event.video.videoId === videoId) return true;
    if (event.op === 'i' && event.v === videoId) return true;
    if (event.op === 'restore' && event.id === videoId) return true;
    if (event.op === 'remove' && event.id === videoId) return false;
  }
  return undefined;
}
