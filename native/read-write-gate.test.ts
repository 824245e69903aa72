import { describe, expect, it } from 'vitest';
import { RankLabError } from '#shared/errors';
import { ReadWriteGate } from './read-write-gate';

/** Work that ends on request and records its start and end. */
function setUp() {
  const events: string[] = [];
  const work = (name: string) => {
    let finish: (fail?: Error) => void = () => {};
    const ended = new Promise<string>((resolve, reject) => {
      finish = (fail) => {
        events.push(`-${name}`);
        if (fail) reject(fail);
        else resolve(name);
      };
    });
    return { run: () => (events.push(`+${name}`), ended), finish: (fail?: Error) => finish(fail) };
  };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { events, work, settle };
}

describe('read-write gate', () => {
  it('admits readers together and a writer alone, in call order', async () => {
    const { events, work, settle } = setUp();
    const gate = new ReadWriteGate();
    const [a, b, w, c] = [work('a'), work('b'), work('w'), work('c')];
    const all = [gate.shared(a.run), gate.shared(b.run), gate.exclusive(w.run), gate.shared(c.run)];
    await settle();
    expect(events).toEqual(['+a', '+b']);
    a.finish();
    await settle();
    expect(events).toEqual(['+a', '+b', '-a']);
    b.finish();
    await settle();
    expect(events.slice(3)).toEqual(['-b', '+w']);
    w.finish();
    await settle();
    c.finish();
    expect(await Promise.all(all)).toEqual(['a', 'b', 'w', 'c']);
    expect(events.slice(4)).toEqual(['+w', '-w', '+c', '-c']);
  });

  it('runs the next call after a failed one', async () => {
    const { work } = setUp();
    const gate = new ReadWriteGate();
    const [bad, good] = [work('bad'), work('good')];
    const failing = gate.exclusive(bad.run);
    const next = gate.exclusive(good.run);
    bad.finish(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    good.finish();
    await expect(next).resolves.toBe('good');
  });

  it('after closing, rejects waiting and new calls and lets running calls finish', async () => {
    const { events, work, settle } = setUp();
    const gate = new ReadWriteGate();
    const [inside, waiting, late] = [work('inside'), work('waiting'), work('late')];
    const running = gate.exclusive(inside.run);
    const queued = gate.shared(waiting.run);
    gate.close(new RankLabError('CONFLICT', 'closed'));
    await expect(queued).rejects.toThrow('closed');
    await expect(gate.shared(late.run)).rejects.toThrow('closed');
    inside.finish();
    await expect(running).resolves.toBe('inside');
    await settle();
    expect(events).toEqual(['+inside', '-inside']);
  });

  it('admits the next call when work fails before it starts', async () => {
    const gate = new ReadWriteGate();
    const failing = gate.exclusive(() => {
      throw new Error('not even a promise');
    });
    const next = gate.exclusive(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('not even a promise');
    await expect(next).resolves.toBe('next');
  });

  it('reports when the last running call has ended, at once if none runs', async () => {
    const { events, work, settle } = setUp();
    const gate = new ReadWriteGate();
    const [a, b] = [work('a'), work('b')];
    const inside = [gate.shared(a.run), gate.shared(b.run)];
    gate.close(new RankLabError('CONFLICT', 'closed'), () => events.push('empty'));
    a.finish();
    await inside[0];
    await settle();
    expect(events).not.toContain('empty');
    b.finish();
    await inside[1];
    await settle();
    expect(events.slice(-2)).toEqual(['-b', 'empty']);
    const unused = new ReadWriteGate();
    unused.close(new RankLabError('CONFLICT', 'closed'), () => events.push('unused'));
    expect(events.at(-1)).toBe('unused');
  });
});
