import { describe, expect, it } from 'vitest';
import { apiSnippets } from './api-snippets';

const of = (name: string, userId = 'u1') =>
  apiSnippets('http://127.0.0.1:7345', 'secret', userId).find((snippet) => snippet.name === name)!.code;

describe('apiSnippets', () => {
  it('calls recommend with the token', () => {
    expect(of('curl')).toBe(
      'curl -s http://127.0.0.1:7345/recommend \\\n  -H \'Authorization: Bearer secret\' \\\n  -H \'Content-Type: application/json\' \\\n  -d \'{"user_id":"u1","top_k":10}\'',
    );
    for (const name of ['Python', 'JavaScript']) expect(of(name)).toContain('Bearer secret');
  });

  it('quotes ids with shell metacharacters', () => {
    expect(of('curl', "o'neil")).toContain(`'{"user_id":"o'\\''neil","top_k":10}'`);
    expect(of('Python', 'a"b')).toContain('"user_id": "a\\"b"');
  });
});
