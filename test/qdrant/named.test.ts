/**
 * The conformance suites against a server or cluster of your own, with every type of index:
 *
 *     RANKLAB_QDRANT_URL=http://host:6333 RANKLAB_QDRANT_API_KEY=… npx vitest run test/qdrant/named.test.ts
 *
 * Their collections begin with `ranklab_conformance`, and are dropped at the end.
 */
import { annFiltersSuite } from '../conformance/ann-filters-suite';
import { annSuite } from '../conformance/ann-suite';
import { qdrantCase } from './qdrant-cases';

const url = process.env['RANKLAB_QDRANT_URL'] ?? '';
const key = process.env['RANKLAB_QDRANT_API_KEY'];
const prefix = 'ranklab_conformance';

async function dropAll(): Promise<void> {
  const ask = async (method: string, path: string): Promise<unknown> => {
    const response = await fetch(new URL(path, url), { method, headers: key === undefined ? {} : { 'api-key': key } });
    return ((await response.json()) as { result: unknown }).result;
  };
  const { collections } = (await ask('GET', '/collections')) as { collections: { name: string }[] };
  for (const { name } of collections) if (name.startsWith(`${prefix}_`)) await ask('DELETE', `/collections/${name}`);
}

const named = qdrantCase(
  'Qdrant on a named server',
  async () => ({ url, key, prefix, stop: dropAll }),
  url === '' ? 'RANKLAB_QDRANT_URL names none' : undefined,
);

annSuite(named);
annFiltersSuite(named);
