import { describe, expect, it } from 'vitest';
import { notePlaceSchema } from '#shared/schemas/number-note';
import { currentState, record, startHistory, undo } from './history';
import { defaultDocument, setWeight } from './lab-document';
import { decodeLab, encodeLab } from './lab-state';

function dragged(steps: number) {
  let history = startHistory(defaultDocument(), 0);
  for (let step = 1; step <= steps; step++)
    history = record(history, setWeight(currentState(history), 'v2', 'freshness', step / 1000), step);
  return history;
}

describe('lab state', () => {
  it('survives a round trip through JSON, including history', () => {
    const history = undo(dragged(5));
    const restored = decodeLab(JSON.parse(JSON.stringify(encodeLab(history))))!;
    expect(currentState(restored)).toEqual(currentState(history));
    expect(restored.entries.map((entry) => entry.state)).toEqual(history.entries.map((entry) => entry.state));
    expect(restored.current).toBe(history.current);
  });

  it('leaves out a note that cannot be read, and keeps everything else', () => {
    const place = notePlaceSchema.parse({ kind: 'metric', variant: 'v2', baseline: 'v1', metric: 'ndcg@10' });
    const note = { id: 'n1', place, text: 'kept', createdAtMs: 1, changedAtMs: 1 };
    const numberNotes = [note, { ...note, id: 'n2', text: 'a\u0007b' }];
    const restored = decodeLab(encodeLab(startHistory({ ...defaultDocument(), numberNotes }, 0)))!;
    expect(currentState(restored)).toEqual({ ...defaultDocument(), numberNotes: [note] });
  });

  it('writes every variant once', () => {
    expect(encodeLab(dragged(5)).variants).toHaveLength(2 + 5);
  });

  it('keeps the newest part of a long history, and the current state even if it is older', () => {
    const long = dragged(300);
    expect(encodeLab(long).entries).toHaveLength(200);
    const back = { ...long, current: 3 };
    const restored = decodeLab(encodeLab(back))!;
    expect(currentState(restored)).toEqual(currentState(back));
  });

  it.each([
    ['nothing', null],
    ['another format', { ...encodeLab(dragged(1)), format: 2 }],
    ['a current entry that is not there', { ...encodeLab(dragged(1)), current: 7 }],
    ['a variant that is not there', { ...encodeLab(dragged(1)), variants: [] }],
    ['a weight beyond bounds', JSON.parse(JSON.stringify(encodeLab(dragged(1))).replace('"popularity":0.3', '"popularity":1e308'))],
  ])('rejects %s', (_name, value) => expect(decodeLab(value)).toBeUndefined());
});
