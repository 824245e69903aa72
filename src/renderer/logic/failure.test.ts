import { describe, expect, it } from 'vitest';
import { RankLabError } from '#shared/errors';
import { toFailure } from './failure';

describe('text of an error', () => {
  it('is the message of the service with place, remedy and file', () => {
    const details = { place: 'views.csv', value: '7', remedy: 'Check the delimiter.', file: '/data/exports/import-rejects.csv' };
    expect(toFailure(new RankLabError('IMPORT_FAILED', 'No row', details))).toEqual({
      code: 'IMPORT_FAILED',
      message: 'No row',
      ...details,
    });
  });

  it('mentions the service log only for internal errors', () => {
    expect(toFailure(new RankLabError('INTERNAL', 'boom')).remedy).toContain('the log of the service');
    expect(toFailure(new Error('This browser does not let the page copy'))).toEqual({
      code: 'INTERNAL',
      message: 'This browser does not let the page copy',
    });
    expect(toFailure('Choose a user first')).toEqual({ code: 'INTERNAL', message: 'Choose a user first' });
  });

  it('recognises an unreachable service', () => {
    expect(toFailure(new TypeError('Failed to fetch'))).toMatchObject({
      code: 'SERVICE_GONE',
      remedy: expect.stringContaining('automatically'),
    });
  });
});
