import { expect, it } from 'vitest';
import { signalDefinitionsSchema } from '#shared/schemas/signal';
import { offeredIds } from './complete-variants';

it('excludes signals that call a service, also through a formula', () => {
  const workspace = signalDefinitionsSchema.parse({
    margin: { kind: 'column', params: { column: 'margin' } },
    asked: { kind: 'service', params: { url: 'http://127.0.0.1:8765/score' } },
    twice: { kind: 'formula', params: { expression: 'asked * 2' } },
    cheap: { kind: 'formula', params: { expression: 'margin * 2' } },
  });
  expect(offeredIds(workspace)).toEqual(['margin', 'cheap']);
});
