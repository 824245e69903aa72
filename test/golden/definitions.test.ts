import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { publishedDefinitions } from '#engine/evaluate/metrics/definitions';
import { conventionDefinitions } from '#engine/pipeline/convention-definitions';
import { definitionsPage } from '#engine/pipeline/definitions-page';
import { conventionsSchema } from '#shared/schemas/conventions';

it('docs/definitions.md is generated from the current registries', () => {
  const written = readFileSync(new URL('../../docs/definitions.md', import.meta.url), 'utf8');
  expect(written, 'run: node scripts/write-definitions.mjs').toBe(definitionsPage());
});

/** `a.b`, and `a[].b` within lists. */
function pathsOf(schema: unknown, path = ''): string[] {
  if (schema instanceof z.ZodOptional) return pathsOf(schema.unwrap(), path);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, inner]) => pathsOf(inner, path === '' ? key : `${path}.${key}`));
  const isTable = schema instanceof z.ZodArray && schema.element instanceof z.ZodObject && !/\]/.test(path);
  return isTable ? pathsOf(schema.element, `${path}[]`) : [path];
}

it('every convention in results is explained, with its default and the reason', () => {
  // Lists within a variant are one convention each.
  const paths = [...new Set(pathsOf(conventionsSchema).map((path) => path.replace(/^(variants\[\]\.\w+).*/, '$1')))];
  expect(conventionDefinitions.map(({ path }) => path).sort()).toEqual(paths.sort());
  const page = definitionsPage();
  const protocol = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
  for (const { path, meaning, reason } of conventionDefinitions) {
    expect(page).toContain(`| \`${path}\` | ${meaning} |`);
    expect(reason.length, path).toBeGreaterThan(10);
    expect(protocol, `docs/protocol.md on ${path}`).toContain(`\`${path}\``);
  }
  expect(page).toContain('`fallback`; baselines `empty`');
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
