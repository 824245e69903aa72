import { describe, expect, it } from 'vitest';
import { latestOnly } from './latest-only';

/** A function whose calls resolve when the test decides. */
function harness(abandons?: (running: number, next: number) => boolean) {
  const calls: { input: number; signal: AbortSignal; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const results: string[] = [];
  const errors: string[] = [];
  const frames: (() => void)[] = [];
  const loop = latestOnly<number, string>({
    run: (input, signal) => new Promise((answer, fail) => calls.push({ input, signal, answer, fail })),
    onResult: (output, input) => results.push(`${input}:${output}`),
    onError: (error, input) => errors.push(`${input}:${(error as Error).message}`),
    schedule: (start) => frames.push(start),
    ...(abandons && { abandons }),
  });
  const frame = async (): Promise<void> => {
    frames.splice(0).forEach((start) => start());
    await Promise.resolve();
    await Promise.resolve();
  };
  return { loop, calls, results, errors, frame };
}

describe('latestOnly', () => {
  it('runs once per frame with the newest input', async () => {
    const { loop, calls, frame } = harness();
    loop.push(1);
    loop.push(2);
    loop.push(3);
    expect(calls).toHaveLength(0);
    await frame();
    expect(calls.map((call) => call.input)).toEqual([3]);
  });

  it('skips inputs superseded during a call', async () => {
    const { loop, calls, results, frame } = harness();
    loop.push(1);
    await frame();
    loop.push(2);
    loop.push(3);
    await frame();
    expect(calls).toHaveLength(1);
    calls[0].answer('one');
    await frame();
    await frame();
    expect(calls.map((call) => call.input)).toEqual([1, 3]);
    calls[1].answer('three');
    await frame();
    expect(results).toEqual(['1:one', '3:three']);
  });

  it('continues after a failure', async () => {
    const { loop, calls, results, errors, frame } = harness();
    loop.push(1);
    await frame();
    loop.push(2);
    calls[0].fail(new Error('gone'));
    await frame();
    await frame();
    calls[1].answer('two');
    await frame();
    expect(errors).toEqual(['1:gone']);
    expect(results).toEqual(['2:two']);
  });

  it('aborts a superseded call and never delivers its result', async () => {
    const { loop, calls, results, frame } = harness((running) => running === 1);
    loop.push(1);
    await frame();
    loop.push(2);
    expect(calls[0].signal.aborted).toBe(true);
    await frame();
    calls[0].answer('late');
    calls[1].answer('two');
    await frame();
    expect(results).toEqual(['2:two']);
  });

  it('delivers nothing after stop', async () => {
    const { loop, calls, results, frame } = harness();
    loop.push(1);
    await frame();
    loop.stop();
    calls[0].answer('late');
    await frame();
    expect(results).toEqual([]);
    expect(calls[0].signal.aborted).toBe(true);
  });
});
