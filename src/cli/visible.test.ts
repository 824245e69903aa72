import { describe, expect, it, vi } from 'vitest';
import { RankLabError } from '#shared/errors';
import { printResult, reportFailure, textTable } from './output';

const hostile = 'a\u001b[2J\u009b31m\u0007\u202Egpj.exe\u2066\u200f\r\u0000z';
const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

function written(work: () => void): string {
  let text = '';
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    }),
  );
  work();
  for (const spy of spies) spy.mockRestore();
  return text;
}

describe('data on the command line', () => {
  it('contains no terminal control characters, in text, JSON, tables and error messages', () => {
    const failure = new RankLabError('NOT_FOUND', `There is no “${hostile}”`, { place: hostile, remedy: hostile });
    const outputs = [
      written(() => printResult({}, {}, () => `title ${hostile}`)),
      written(() => printResult({ json: true }, { title: hostile }, () => '')),
      written(() => void reportFailure(failure, {})),
      written(() => void reportFailure(failure, { json: true })),
      written(() => printResult({}, {}, () => textTable(['title'], [[`${hostile}\nforged line\tx`]]))),
    ];
    for (const output of outputs) {
      expect(output).not.toMatch(acting);
      expect(output).toContain('\\u202e');
    }
    expect(outputs.at(-1)?.trim().split('\n')).toHaveLength(2);
  });

  it('is unchanged in value in JSON', () => {
    const output = written(() => printResult({ json: true }, { title: hostile }, () => ''));
    expect(JSON.parse(output)).toEqual({ title: hostile });
  });

  it('keeps other scripts and emoji unchanged', () => {
    const text = 'שלום · مرحبا · 日本語 · naïve — 🎬👩‍💻';
    expect(written(() => printResult({}, {}, () => text))).toBe(`${text}\n`);
  });
});
