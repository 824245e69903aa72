/**
 * Undo, redo and scrubbing over any immutable state. Entries are append-only and store their parent, so editing after an undo starts a branch and
 * every earlier state stays reachable.
 */
interface HistoryEntry<State> {
  readonly state: State;
  readonly atMs: number;
  /** Index of the entry this one was made from; −1 for a root. */
  readonly parent: number;
  /** Consecutive changes with the same key (one drag of one slider) become one entry. */
  readonly mergeKey: string | null;
  /** An experiment was saved here. */
  readonly saved: boolean;
}

export interface History<State> {
  readonly entries: readonly HistoryEntry<State>[];
  readonly current: number;
}

export const HISTORY_LIMIT = 400;

export const startHistory = <State>(state: State, atMs: number): History<State> => ({
  entries: [{ state, atMs, parent: -1, mergeKey: null, saved: false }],
  current: 0,
});

export function currentState<State>(history: History<State>): State {
  return entryAt(history, history.current).state;
}

function entryAt<State>(history: History<State>, index: number): HistoryEntry<State> {
  const entry = history.entries[index];
  if (!entry) throw new RangeError(`No history entry ${index} of ${history.entries.length}`);
  return entry;
}

/** Appends a state, or replaces the newest one when both belong to the same gesture. */
export function record<State>(history: History<State>, state: State, atMs: number, mergeKey: string | null = null): History<State> {
  const { entries, current } = history;
  const last = entryAt(history, current);
  if (last.state === state) return history;
  if (mergeKey !== null && last.mergeKey === mergeKey && current === entries.length - 1)
    return { entries: [...entries.slice(0, current), { ...last, state, atMs }], current };
  const appended = [...entries, { state, atMs, parent: current, mergeKey, saved: false }];
  return trim({ entries: appended, current: appended.length - 1 });
}

/** Ends a gesture: the next change starts a new entry even with the same key. */
export function seal<State>(history: History<State>): History<State> {
  const entry = entryAt(history, history.current);
  return entry.mergeKey === null ? history : replace(history, history.current, { ...entry, mergeKey: null });
}

export const markSaved = <State>(history: History<State>): History<State> =>
  replace(history, history.current, { ...entryAt(history, history.current), saved: true });

export const canUndo = <State>(history: History<State>): boolean => entryAt(history, history.current).parent >= 0;

/** The newest entry made from the current one, or −1. */
export const redoTarget = <State>(history: History<State>): number =>
  history.entries.findLastIndex((entry) => entry.parent === history.current);

export function undo<State>(history: History<State>): History<State> {
  const { parent } = entryAt(history, history.current);
  return parent < 0 ? history : goTo(history, parent);
}

export function redo<State>(history: History<State>): History<State> {
  const target = redoTarget(history);
  return target < 0 ? history : goTo(history, target);
}

export function goTo<State>(history: History<State>, index: number): History<State> {
  entryAt(history, index);
  return { ...seal(history), current: index };
}

function replace<State>(history: History<State>, index: number, entry: HistoryEntry<State>): History<State> {
  return { ...history, entries: history.entries.with(index, entry) };
}

/** Drops the oldest entries beyond the limit; their children become roots. */
function trim<State>({ entries, current }: History<State>): History<State> {
  const excess = entries.length - HISTORY_LIMIT;
  if (excess <= 0) return { entries, current };
  return {
    entries: entries.slice(excess).map((entry) => ({ ...entry, parent: Math.max(-1, entry.parent - excess) })),
    current: current - excess,
  };
}
