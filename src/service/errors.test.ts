import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { asRankLabError, errorFromPayload, errorPayload } from './errors';

const systemError = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: it failed`), { code, ...(path !== undefined && { path }) });

describe('asRankLabError', () => {
  it('keeps RankLab errors unchanged', () => {
    const error = new RankLabError('NOT_FOUND', 'no');
    expect(asRankLabError(error)).toBe(error);
  });

  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EACCES', 'IO_FAILED'],
    ['EMFILE', 'IO_FAILED'],
  ])('maps %s to %s and names the file', (code, ours) => {
    expect(asRankLabError(systemError(code, '/data/factors.bin'))).toMatchObject({ code: ours, details: { place: '/data/factors.bin' } });
  });

  it('states the limit of open files and how to raise it', () => {
    const { message, details } = asRankLabError(systemError('EMFILE', '/data/log'));
    expect(message).toMatch(/too many files are open \(EMFILE\)/);
    expect(process.platform === 'linux' ? message : ' 1,').toMatch(/this process may have \d+|1,/);
    expect(details.remedy).toMatch(/ulimit -n \d+.*LimitNOFILE=\d+/);
  });

  it('states the free bytes of a full disk', () => {
    const { message, details } = asRankLabError(systemError('ENOSPC', join(tmpdir(), 'no/such/folder/factors.bin')));
    expect(message).toMatch(/^The disk is full; [\d.]+ [kMGT]?B are free$/);
    expect(details.remedy).toMatch(/Free some space/);
  });

  it('reports an invalid argument if the path itself is at fault', () => {
    for (const code of ['ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE'])
      expect(asRankLabError(systemError(code, '/x'))).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('names the first fault of an invalid document, without the whole validation report', () => {
    const failed = z.object({ weights: z.record(z.string(), z.number()) }).safeParse({ weights: { a: 'x' } });
    expect(asRankLabError(failed.error)).toMatchObject({
      code: 'INTERNAL',
      message: expect.stringMatching(/^A document has an unexpected form: weights\.a: /) as string,
      details: { place: 'weights.a' },
    });
  });

  it('maps an abort to CANCELLED, and other errors to INTERNAL', () => {
    expect(asRankLabError(new DOMException('x', 'AbortError')).code).toBe('CANCELLED');
    expect(asRankLabError(new TypeError('x is not a function'))).toMatchObject({ code: 'INTERNAL', message: 'x is not a function' });
    expect(asRankLabError('a string')).toMatchObject({ code: 'INTERNAL', message: 'Unexpected failure: a string' });
    expect(asRankLabError(undefined).code).toBe('INTERNAL');
  });
});

it('survives serialisation by a thread or a log', () => {
  const error = new RankLabError('IMPORT_FAILED', 'No column', { place: 'a.csv:1', value: 'x', remedy: 'Map it.', file: 'rejects.csv' });
  expect(errorFromPayload(errorPayload(error))).toMatchObject({ code: error.code, message: error.message, details: error.details });
  expect(errorFromPayload({ code: 'FROM_THE_FUTURE', message: 'm' }).code).toBe('INTERNAL');
});
