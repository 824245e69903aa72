import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RankLabError } from '#shared/errors';
import {
  indexEnginesSchema,
  pgvectorConnectionSchema,
  qdrantConnectionSchema,
  type IndexEngines,
  type IndexEnginesStatus,
  type PgvectorConnection,
  type QdrantConnection,
} from '#shared/schemas/index-engine';
import { parseOrThrow } from '#shared/validation';
import { registerSecret } from '../../secrets';
import { configFolder } from '../../storage/files/config-folder';

const [pgvectorVariable, qdrantVariable] = ['RANKLAB_PG_URL', 'RANKLAB_QDRANT_URL'];

/** A connection with its password, for the client only. */
export interface PgvectorAccess {
  readonly connection: PgvectorConnection;
  readonly password: string | undefined;
}

/** A connection with its API key, for the client only. */
export interface QdrantAccess {
  readonly connection: QdrantConnection;
  readonly key: string | undefined;
}

type Origin = { readonly from: 'environment' | 'settings' };

const file = (): string => join(configFolder(), 'index-engines.json');

/** The stored connections; none if there is no file. @throws INVALID_ARGUMENT naming the file. */
export function readIndexEngines(): IndexEngines {
  let text: string;
  try {
    text = readFileSync(file(), 'utf8');
  } catch {
    return {};
  }
  try {
    return parseOrThrow(indexEnginesSchema, JSON.parse(text), file());
  } catch (error) {
    throw new RankLabError('INVALID_ARGUMENT', `The connections of index engines cannot be read: ${(error as Error).message}`, {
      place: file(),
      remedy: 'Correct the file, or remove it and enter the connection again',
    });
  }
}

/** Connections that are left out stay. @throws INVALID_ARGUMENT for an address that is none, or that contains a password. */
export function writeIndexEngines(changes: IndexEngines): void {
  if (changes.pgvector) requireAddress(changes.pgvector.url, 'pgvector.url');
  if (changes.qdrant) requireQdrantAddress(changes.qdrant.url, 'qdrant.url');
  const engines = { ...readIndexEngines(), ...changes };
  const path = file();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(engines, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The connection in use: RANKLAB_PG_URL before the stored one; undefined without either. */
export function pgvectorAccess(): (PgvectorAccess & Origin) | undefined {
  const stored = readIndexEngines().pgvector;
  const variable = process.env[pgvectorVariable] ?? '';
  const connection = variable === '' ? stored : pgvectorConnectionSchema.parse({ ...stored, url: withoutPassword(variable) });
  if (!connection) return undefined;
  const inUrl = variable !== '' && URL.canParse(variable) ? decodeURIComponent(new URL(variable).password) : '';
  const password = [inUrl, process.env[connection.passwordFrom] ?? '', process.env['PGPASSWORD'] ?? ''].find((text) => text !== '');
  registerSecret(password);
  return { connection, password, from: variable === '' ? 'settings' : 'environment' };
}

/** The connection in use: RANKLAB_QDRANT_URL before the stored one; undefined without either. */
export function qdrantAccess(): (QdrantAccess & Origin) | undefined {
  const stored = readIndexEngines().qdrant;
  const variable = process.env[qdrantVariable] ?? '';
  if (variable !== '') requireQdrantAddress(variable, qdrantVariable);
  const connection = variable === '' ? stored : qdrantConnectionSchema.parse({ ...stored, url: variable });
  if (!connection) return undefined;
  const key = process.env[connection.keyFrom] ?? '';
  registerSecret(key === '' ? undefined : key);
  return { connection, key: key === '' ? undefined : key, from: variable === '' ? 'settings' : 'environment' };
}

export function indexEnginesStatus(): IndexEnginesStatus {
  const [pgvector, qdrant] = [pgvectorAccess(), qdrantAccess()];
  return {
    pgvector: pgvector?.connection ?? null,
    pgvectorFrom: pgvector?.from ?? null,
    hasPassword: pgvector?.password !== undefined,
    qdrant: qdrant?.connection ?? null,
    qdrantFrom: qdrant?.from ?? null,
    hasKey: qdrant?.key !== undefined,
  };
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) throw notAnAddress(pgvectorVariable);
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.href;
}

function requireQdrantAddress(url: string, place: string): void {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new RankLabError('INVALID_ARGUMENT', 'This is not the address of a Qdrant server', {
      place,
      remedy: 'Write it as http://host:6333 or https://host:6333',
    });
  }
  const { username, password, search } = new URL(url);
  if (username === '' && password === '' && search === '') return;
  throw new RankLabError('INVALID_ARGUMENT', 'An API key must not be part of the address', {
    place,
    remedy: 'Store it in the keychain, or in the environment, under the name that keyFrom gives',
  });
}

function requireAddress(url: string, place: string): void {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) throw notAnAddress(place);
  if (new URL(url).password === '' && !/[?&]password=/.test(url)) return;
  throw new RankLabError('INVALID_ARGUMENT', 'A password must not be part of the address', {
    place,
    remedy: 'Store it in the keychain, or in the environment, under the name that passwordFrom gives',
  });
}

const notAnAddress = (place: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', 'This is not the address of a PostgreSQL server', {
    place,
    remedy: 'Write it as postgres://user@host:5432/database',
  });
