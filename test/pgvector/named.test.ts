/**
 * The conformance suites against a server of your own, with every type of index:
 *
 *     RANKLAB_PG_URL=postgres://user:password@host:5432/database npx vitest run test/pgvector/named.test.ts
 *
 * They write into the schema `ranklab_conformance`, which is dropped at the end.
 */
import { annFiltersSuite } from '../conformance/ann-filters-suite';
import { annSuite } from '../conformance/ann-suite';
import { allTypes, pgvectorCase } from './pgvector-cases';

const address = process.env['RANKLAB_PG_URL'] ?? '';
const schema = 'ranklab_conformance';
const missing = address === '' ? 'RANKLAB_PG_URL names none' : undefined;

const serve = async () => {
  const url = new URL(address);
  const password = decodeURIComponent(url.password);
  url.password = '';
  return {
    url: url.href,
    schema,
    ...(password !== '' && { password }),
    stop: async () => {
      const { Client } = (await import('pg')).default;
      const client = new Client({ connectionString: address });
      await client.connect();
      await client.query(`drop schema if exists ${schema} cascade`);
      await client.end();
    },
  };
};
const named = pgvectorCase(
  'pgvector on a named server',
  serve,
  allTypes.map(({ type }) => type),
  missing,
);

annSuite(named);
annFiltersSuite(named);
