import { pgvectorServer } from '../../scripts/pgvector-server.mjs';
import { postgresMissing, startPostgres, type Postgres } from '../storage/postgres';

const found: { readonly bin?: string; readonly reason?: string } = postgresMissing === undefined ? pgvectorServer() : {};

/** Why PostgreSQL with pgvector cannot be tested here; undefined if it can. */
export const pgvectorMissing = postgresMissing ?? found.reason;

export const startPgvector = (): Promise<Postgres> => startPostgres(found.bin);
