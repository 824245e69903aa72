import type { FlipTick } from './flip-ticks';

interface VideoFlip {
  readonly signal: string;
  readonly tick: FlipTick;
}

/** The marks that name a video, at most `limit`: two a signal would crowd out the others, so one each comes first. */
export function flipsOfVideo(ticks: ReadonlyMap<string, readonly FlipTick[]>, title: string, limit = 4): VideoFlip[] {
  const named = [...ticks].map(([signal, marks]) => marks.filter(({ label }) => label.includes(title)).map((tick) => ({ signal, tick })));
  const deepest = Math.max(0, ...named.map((marks) => marks.length));
  return Array.from({ length: deepest }, (_, depth) => named.flatMap((marks) => marks.slice(depth, depth + 1)))
    .flat()
    .slice(0, limit);
}
