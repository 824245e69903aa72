import { describe, expect, it } from 'vitest';
import { readRefusal } from './refusals';

describe('readRefusal', () => {
  it.each<[number, string, object | undefined]>([
    [400, 'array too long: expected a maximum length of 48, got 64', { refused: 'batch', limit: 48 }],
    [422, 'batch size 64 > maximum allowed batch size 32', { refused: 'batch', limit: 32 }],
    [413, 'batch size 64 > maximum allowed batch size 32', { refused: 'batch', limit: 32 }],
    [400, 'Value error, batch size is invalid, it should not be larger than 10.: input.contents', { refused: 'batch', limit: 10 }],
    [400, 'Too many inputs in request: at most 16 texts', { refused: 'batch', limit: 16 }],
    [400, 'at most 25 requests can be in one batch', { refused: 'batch', limit: 25 }],
    [400, 'Requested 350000 tokens, max 300000 tokens per request', { refused: 'batch' }],
    [413, '', { refused: 'batch' }],
    [413, 'Request Entity Too Large', { refused: 'batch' }],
    [500, 'CUDA out of memory for this batch', { refused: 'batch' }],
    [
      400,
      "This model's maximum context length is 512 tokens, however you requested 1037 tokens",
      { refused: 'text', limit: 512, given: 1037 },
    ],
    [413, '`inputs` must have less than 512 tokens. Given: 1037', { refused: 'text', limit: 512, given: 1037 }],
    [400, 'the input length exceeds the context length', { refused: 'text' }],
    [
      500,
      'input (1037 tokens) is too large to process. increase the physical batch size (current batch size: 512)',
      { refused: 'text', limit: 512, given: 1037 },
    ],
    [500, 'input (1037 tokens) is too large to process', { refused: 'text', given: 1037 }],
    [400, 'the request exceeds the available context size (4096 tokens)', { refused: 'text', limit: 4096 }],
    [400, 'unknown parameter: dimensions', { refused: 'unclear' }],
    [400, 'API 调用参数有误，input 数组长度不能超过 10', { refused: 'unclear' }],
    [401, 'batch size 64 > maximum allowed batch size 32', undefined],
    [500, 'internal error in batch worker', undefined],
    [429, 'too many inputs', undefined],
  ])('%i %s', (status, sentence, expected) => {
    expect(readRefusal(status, sentence, 64)).toEqual(expected);
  });

  it('reads a 413 for one text as a text that is too long', () => {
    expect(readRefusal(413, '', 1)).toEqual({ refused: 'text' });
    expect(readRefusal(400, 'unknown parameter: dimensions', 1)).toBeUndefined();
    expect(readRefusal(400, 'batch size 1 > maximum allowed batch size 0', 1)).toBeUndefined();
  });
});
