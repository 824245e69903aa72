import type { TrainingView } from '../model/training-view';

/**
 * When each item appeared (ms): its publication date or, without one, its first training interaction; NaN when
 * neither is known. A publication date after the reference time is kept: such an item is simply new.
 */
export function itemDatesMs(view: TrainingView): Float64Array {
  const { items, interactions } = view.dataset;
  const dates = Float64Array.from(items.publishedAtMs);
  const firstSeen = new Float64Array(dates.length).fill(Infinity);
  for (const position of view.positions) {
    const item = interactions.items[position];
    const time = interactions.timestampsMs[position];
    if (time < firstSeen[item]) firstSeen[item] = time;
  }
  for (let item = 0; item < dates.length; item++)
    if (Number.isNaN(dates[item]) && firstSeen[item] < Infinity) dates[item] = firstSeen[item];
  return dates;
}
