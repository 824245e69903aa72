import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { publishedDefinitions } from '#engine/evaluate/metrics/definitions';
import { definitionsPage } from '#engine/pipeline/definitions-page';

it('docs/definitions.md is what the registries say', () => {
  const written = readFileSync(new URL('../../docs/definitions.md', import.meta.url), 'utf8');
  expect(written, 'run: node scripts/write-definitions.mjs').toBe(definitionsPage());
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
