/** Runs the exports that need no search engine: the SQL in DuckDB and in PostgreSQL with pgvector, the scorers in python3 and node. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { beforeAll, describe, expect, it } from 'vitest';
import ts from 'typescript';
import { exportTargets } from '#engine/ranker-export/registry';
import type { Variant } from '#shared/schemas/variant';
import { everything, exportTo, fittedSides, mixed, poolsOf, withNormalization, type Exported, type Pool, type Sides } from './exported';

let sides: Sides;
beforeAll(async () => {
  sides = await fittedSides();
}, 300_000);

/** The variants of a target share its 1,000 pools. */
const shareOf = (chosen: readonly Variant[]): number => 1_000 / chosen.length;
const timeout = 300_000;
const exported = (target: string, chosen: Variant, poolCount: number): Promise<Exported> =>
  exportTo(exportTargets.get(target), chosen, sides, poolCount);

/** Category filters and a limit per creator, which only these targets support. */
const filtered = (): Variant => {
  const [first = ''] = sides.serving.view.dataset.items.categories.labels;
  return { ...everything, name: 'filtered', filters: { includeCategories: [], excludeCategories: [first], maxPerCreator: 2 } };
};

const variants = (): Variant[] => [everything, withNormalization(everything, 'z-score'), withNormalization(everything, 'rank'), filtered()];

function write(files: Exported, names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-scorer-'));
  for (const name of names) writeFileSync(join(folder, name), files.text(name));
  return folder;
}

/** Calls of the query, with every parameter as text that the database casts. */
const parametersOf = ({ request, candidates }: Pool): Record<string, unknown> => ({
  ids: candidates.map(({ id }) => id),
  merge_scores: candidates.map(({ mergeScore }) => mergeScore),
  profile: request.profile,
  factors: request.factors,
  categories: JSON.stringify(request.categories ?? {}),
  creators: JSON.stringify(request.creators ?? {}),
  length: 1_000,
});

async function expectOrders(pools: readonly Pool[], poolCount: number, rank: (pool: Pool) => Promise<string[]>): Promise<void> {
  expect(pools).toHaveLength(poolCount);
  let wrong = 0;
  for (const pool of pools) if ((await rank(pool)).join() !== pool.expected.pool?.join()) wrong++;
  expect(wrong, `of ${pools.length} pools`).toBe(0);
}

it('DuckDB ranks as expected', { timeout }, async () => {
  for (const chosen of variants()) {
    const poolCount = shareOf(variants());
    const files = await exported('duckdb', chosen, poolCount);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run('set threads to 1'); // a pool is small
    await connection.run(files.text('schema.sql'));
    const folder = write(files, ['backfill.csv']);
    await connection.run(files.text('load.sql').replace('backfill.csv', join(folder, 'backfill.csv')));
    const text = files.text('rank.sql');
    // Lists and vectors as literals; a client binds them instead, and the query casts them.
    const literal = (value: unknown): string =>
      Array.isArray(value)
        ? `[${value.map((one) => (typeof one === 'string' ? `'${one}'` : String(one))).join(',')}]`
        : value === undefined
          ? 'null'
          : typeof value === 'string'
            ? `'${value.replaceAll("'", "''")}'`
            : JSON.stringify(value);
    await expectOrders(poolsOf(files), poolCount, async (pool) => {
      const given = parametersOf(pool);
      const rows = await connection.runAndReadAll(text.replace(/\$(\w+)/g, (_, name: string) => literal(given[name])));
      return rows.getRows().map(([id]) => String(id));
    });
  }
});

it('PostgreSQL with pgvector ranks as expected', { timeout }, async () => {
  for (const chosen of variants()) {
    const poolCount = shareOf(variants());
    const files = await exported('postgresql', chosen, poolCount);
    const database = await PGlite.create({ extensions: { vector } });
    await database.exec(files.text('schema.sql'));
    const table = /copy (\w+) from/.exec(files.text('load.sql'))?.[1] ?? '';
    await database.query(`copy ${table} from '/dev/blob' with (format csv, header)`, [], { blob: new Blob([files.text('backfill.csv')]) });
    const names: string[] = [];
    const text = files.text('rank.sql').replace(/(?<!:):([a-z_]+)/g, (_, name: string) => {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    });
    await expectOrders(poolsOf(files), poolCount, async (pool) => {
      const given = parametersOf(pool);
      const values = names.map((name) =>
        name === 'profile' || name === 'factors' ? (given[name] ? JSON.stringify(given[name]) : null) : given[name],
      );
      const { rows } = await database.query<{ item_id: string }>(text, values);
      return rows.map(({ item_id }) => item_id);
    });
    await database.close();
  }
});

describe('scorers without dependencies', () => {
  it('ranker.py ranks as expected under python3', { timeout }, async () => {
    const chosenVariants = [...variants(), withNormalization(mixed, 'none')];
    const poolCount = shareOf(chosenVariants);
    for (const chosen of chosenVariants) {
      const files = await exported('python', chosen, poolCount);
      const folder = write(files, ['ranker.py', 'backfill.jsonl', 'test-vectors.jsonl']);
      const { status, stdout, stderr } = spawnSync('python3', ['ranker.py', 'backfill.jsonl', 'test-vectors.jsonl'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(`${stdout}${stderr}`).toBe(`${poolCount} of ${poolCount} pools in the expected order\n`);
      expect(status).toBe(0);
    }
  });

  it('ranker.ts ranks as expected under node and compiles in strict mode', { timeout }, async () => {
    const chosenVariants = [...variants(), withNormalization(mixed, 'none')];
    const poolCount = shareOf(chosenVariants);
    for (const chosen of chosenVariants) {
      const files = await exported('typescript', chosen, poolCount);
      const { outputText, diagnostics } = ts.transpileModule(files.text('ranker.ts'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, strict: true },
        reportDiagnostics: true,
      });
      expect(diagnostics).toEqual([]);
      const folder = write(files, ['backfill.jsonl', 'test-vectors.jsonl']);
      writeFileSync(join(folder, 'ranker.mjs'), outputText);
      writeFileSync(join(folder, 'check.mjs'), checkScript);
      const { stdout, stderr } = spawnSync(process.execPath, ['check.mjs'], { cwd: folder, encoding: 'utf8' });
      expect(`${stdout}${stderr}`).toBe(`0 of ${poolCount}\n`);
    }
  });
});

/** How a program would use the scorer. */
const checkScript = `import { readFileSync } from 'node:fs';
import { rank } from './ranker.mjs';
const lines = (name) => readFileSync(name, 'utf8').trim().split('\\n').map((line) => JSON.parse(line));
const items = new Map(lines('backfill.jsonl').map((item) => [item.id, item]));
const pools = lines('test-vectors.jsonl');
const wrong = pools.filter(({ request, candidates, expected }) => {
  const given = candidates.map(({ id, mergeScore }) => ({ ...items.get(id), mergeScore }));
  return rank(given, request).map(({ id }) => id).join() !== expected.pool.join();
});
console.log(wrong.length + ' of ' + pools.length);
`;
