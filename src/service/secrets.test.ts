import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from './pino-logger';
import { registerSecret, replaceSecrets, withoutSecrets } from './secrets';

afterEach(() => replaceSecrets({}));

describe('withoutSecrets', () => {
  it('removes registered secrets, plain and encoded, anywhere in a text', () => {
    registerSecret('p@ss word/4711');
    expect(withoutSecrets('a p@ss word/4711 b p%40ss%20word%2F4711 c')).toBe('a [secret] b [secret] c');
  });

  it('removes unregistered keys, bearer tokens and token parameters', () => {
    expect(withoutSecrets('key sk-proj-ABCdef123456_x, Authorization: Bearer abc.def-ghi_jkl, /x?token=hello&y=1')).toBe(
      'key [secret], Authorization: [secret], /x?token=[secret]&y=1',
    );
  });

  it('leaves other text unchanged', () => {
    expect(withoutSecrets('task-1234567890 bearer of news; risk-free')).toBe('task-1234567890 bearer of news; risk-free');
  });
});

describe('replaceSecrets', () => {
  it('sets keys in the environment, and removes those set earlier', () => {
    replaceSecrets({ OPENAI_API_KEY: 'canary-key-1', RERANK_API_KEY: 'canary-key-2' });
    expect(process.env['RERANK_API_KEY']).toBe('canary-key-2');
    replaceSecrets({ OPENAI_API_KEY: 'canary-key-3' });
    expect([process.env['OPENAI_API_KEY'], process.env['RERANK_API_KEY']]).toEqual(['canary-key-3', undefined]);
  });

  it.each(['NODE_OPTIONS', 'LD_PRELOAD', 'HTTPS_PROXY', 'PATH', 'x_API_KEY'])('does not set %s', (name) => {
    const before = process.env[name];
    replaceSecrets({ [name]: 'canary-value' });
    expect(process.env[name]).toBe(before);
  });
});

it('logs one JSON line with level and fields, and no secret in any field', () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } });
  registerSecret('canary-secret-99');
  logger.debug({}, 'not shown');
  logger
    .child({ jobId: 'j1' })
    .warn({ err: new Error('failed with canary-secret-99'), apiKey: 'anything', nested: { token: 'short' } }, 'took canary-secret-99');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0])).toMatchObject({
    level: 'warn',
    jobId: 'j1',
    msg: 'took [secret]',
    apiKey: '[secret]',
    nested: { token: '[secret]' },
  });
  expect(lines[0]).not.toContain('canary-secret-99');
});
