import { describe, expect, it } from 'vitest';
import { canUndo, currentState, goTo, HISTORY_LIMIT, markSaved, record, redo, redoTarget, seal, startHistory, undo } from './history';

const three = () => record(record(startHistory('a', 0), 'b', 1), 'c', 2);

describe('history', () => {
  it('undoes and redoes', () => {
    const back = undo(undo(three()));
    expect(currentState(back)).toBe('a');
    expect(canUndo(back)).toBe(false);
    expect(undo(back)).toBe(back);
    expect(currentState(redo(redo(back)))).toBe('c');
    expect(redoTarget(three())).toBe(-1);
  });

  it('keeps the undone branch when a change follows an undo', () => {
    const branched = record(undo(three()), 'd', 3);
    expect(branched.entries.map(({ state, parent }) => `${state}${parent}`)).toEqual(['a-1', 'b0', 'c1', 'd1']);
    expect(currentState(undo(branched))).toBe('b');
    expect(currentState(redo(undo(branched)))).toBe('d');
    expect(currentState(goTo(branched, 2))).toBe('c');
  });

  it('merges the changes of one gesture into one entry, until the entry is sealed', () => {
    let history = startHistory(0, 0);
    for (const value of [1, 2, 3]) history = record(history, value, value, 'weight');
    expect(history.entries).toHaveLength(2);
    expect(currentState(undo(history))).toBe(0);
    history = record(seal(history), 4, 4, 'weight');
    expect(history.entries.map((entry) => entry.state)).toEqual([0, 3, 4]);
  });

  it('does not merge into an entry reached by undo', () => {
    const history = record(record(startHistory(0, 0), 1, 1, 'weight'), 2, 2, 'other');
    expect(record(undo(history), 5, 3, 'weight').entries.map((entry) => entry.state)).toEqual([0, 1, 2, 5]);
  });

  it('ignores a no-op change', () => {
    const history = three();
    expect(record(history, 'c', 9)).toBe(history);
  });

  it('is limited in length; the oldest remaining entries become roots', () => {
    let history = startHistory(0, 0);
    for (let value = 1; value <= HISTORY_LIMIT + 9; value++) history = record(history, value, value);
    expect(history.entries).toHaveLength(HISTORY_LIMIT);
    expect(history.entries[0]).toMatchObject({ state: 10, parent: -1 });
    expect(currentState(history)).toBe(HISTORY_LIMIT + 9);
    expect(currentState(undo(history))).toBe(HISTORY_LIMIT + 8);
  });

  it('records at which entry the experiment was saved', () => {
    expect(markSaved(three()).entries.map((entry) => entry.saved)).toEqual([false, false, true]);
  });
});
