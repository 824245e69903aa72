import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { publishedDefinitions, renderDefinitions } from '#engine/evaluate/metrics/definitions';

it('docs/definitions.md is what the registry of metrics says', () => {
  const written = readFileSync(new URL('../../docs/definitions.md', import.meta.url), 'utf8');
  expect(written, 'run: node scripts/write-definitions.mjs').toBe(renderDefinitions());
});

it('every metric publishes formula, source, range, direction, edge policy and version', () => {
  for (const definition of publishedDefinitions()) {
    for (const [field, value] of Object.entries(definition)) {
      if (Array.isArray(value)) continue;
      expect(String(value).length, `${definition.id}: ${field}`).toBeGreaterThan(0);
    }
  }
  expect(publishedDefinitions().find(({ id }) => id === 'rbp')?.parameters).toEqual(['p = 0.8']);
});
