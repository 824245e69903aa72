import type { TrainingView } from '../model/training-view';

/**
 * When an item appeared (ms): its publication date or, without one, its first training interaction; NaN when
 * neither is known. A publication date after the reference time is kept: such an item is simply new.
 */
export function itemDates(view: TrainingView): (item: number) => number {
  const { publishedAtMs } = view.dataset.items;
  const firstSeen = firstSeenMs(view);
  return (item) => {
    const published = publishedAtMs[item];
    return Number.isNaN(published) && firstSeen[item] < Infinity ? firstSeen[item] : published;
  };
}

interface FirstSeen {
  readonly firstSeen: Float64Array;
  readonly positionCount: number;
}

/** Time of each item's first interaction, Infinity without one; an updated view extends that of its predecessor. */
function firstSeenMs({ dataset, positions, accumulators }: TrainingView): Float64Array {
  const { items, timestampsMs } = dataset.interactions;
  const earlier = accumulators?.get('first-seen') as FirstSeen | undefined;
  const usable = earlier && earlier.positionCount <= positions.length ? earlier : undefined;
  const firstSeen = new Float64Array(dataset.items.ids.size).fill(Infinity);
  if (usable) firstSeen.set(usable.firstSeen);
  for (let p = usable?.positionCount ?? 0; p < positions.length; p++) {
    const item = items[positions[p]];
    const time = timestampsMs[positions[p]];
    if (time < firstSeen[item]) firstSeen[item] = time;
  }
  accumulators?.set('first-seen', { firstSeen, positionCount: positions.length } satisfies FirstSeen);
  return firstSeen;
}
