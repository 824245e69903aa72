import type { GoalConflict, GoalOutput } from '#shared/schemas/goal';
import { formatValue, formatWeight } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';

/** A list while it is rearranged. */
export interface EditedList {
  readonly order: readonly string[];
  /** Videos that were moved: the others only make room. */
  readonly moved: readonly string[];
}

/** Moves one video to a 0-based place; outside the list nothing happens. */
export function moveVideo({ order, moved }: EditedList, video: string, place: number): EditedList {
  const from = order.indexOf(video);
  if (from < 0 || place < 0 || place >= order.length || from === place) return { order, moved };
  const rest = order.toSpliced(from, 1);
  return { order: rest.toSpliced(place, 0, video), moved: [...moved.filter((one) => one !== video), video] };
}

/** Brings a video in at the end of the list, whose last video makes room. */
export function bringIn({ order, moved }: EditedList, video: string): EditedList {
  if (order.includes(video)) return { order, moved };
  return { order: [...order.slice(0, -1), video], moved: [...moved.filter((one) => one !== order.at(-1)), video] };
}

export const goalMoves = ({ order, moved }: EditedList): { video: string; position: number }[] =>
  moved.map((video) => ({ video, position: order.indexOf(video) + 1 })).sort((a, b) => a.position - b.position);

const named = ({ title, videoId }: { readonly title: string; readonly videoId: string }): string => (title === '' ? videoId : title);

/** One sentence per order that cannot be had. */
export function conflictSentences({ kind, orders }: GoalConflict, labelOf: (signal: string) => string): string[] {
  return orders.map(({ above, below, signals }) => {
    const ahead = signals.filter((one) => one.below > one.above);
    const leads = ahead.map(
      (one) => `${labelOf(one.signal)} (${formatValue(one.below)} against ${formatValue(one.above)}${one.locked ? ', locked' : ''})`,
    );
    const why = leads.length === 0 ? 'has the same value in every signal' : `leads in ${leads.join(', ')}`;
    const helps = signals.filter((one) => one.above > one.below).map((one) => labelOf(one.signal));
    const but = kind === 'joint' && helps.length > 0 ? `; above it only by ${helps.join(', ')}` : '';
    return `“${named(below)}” ${why}, and stays above “${named(above)}”${but}`;
  });
}

export const goalTable = ({ changes }: GoalOutput): TextTable => ({
  columns: ['signal', 'from', 'to'],
  rows: changes.map(({ signal, from, to }) => [signal, from, to]),
});

export const changeText = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  `${formatWeight(from)} → ${to.toFixed(4)}`;
