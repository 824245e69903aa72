import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const rows = [...readFileSync(join(root, 'docs/traps.md'), 'utf8').matchAll(/\| `([^`]+\.test\.ts)`: (.+?)\s*\|$/gm)];

it('the page of pitfalls names tests', () => expect(rows.length).toBeGreaterThan(15));

it.each(rows.map(([, file = '', title = '']) => [file, title]))('%s has the test “%s” that the page of pitfalls names', (file, title) => {
  expect(readFileSync(join(root, file), 'utf8')).toContain(`'${title}'`);
});
