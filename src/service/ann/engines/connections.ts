import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RankLabError } from '#shared/errors';
import {
  indexEnginesSchema,
  pgvectorConnectionSchema,
  type IndexEngines,
  type IndexEnginesStatus,
  type PgvectorConnection,
} from '#shared/schemas/index-engine';
import { parseOrThrow } from '#shared/validation';
import { registerSecret } from '../../secrets';
import { configFolder } from '../../storage/files/config-folder';

const urlVariable = 'RANKLAB_PG_URL';

/** A connection with its password, for the client only. */
export interface PgvectorAccess {
  readonly connection: PgvectorConnection;
  readonly password: string | undefined;
}

const file = (): string => join(configFolder(), 'index-engines.json');

/** The stored connections; none if there is no file. @throws INVALID_ARGUMENT naming the file. */
export function readIndexEngines(): IndexEngines {
  let text: string;
  try {
    text = readFileSync(file(), 'utf8');
  } catch {
    return { pgvector: null };
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

/** @throws INVALID_ARGUMENT for an address that is none, or that contains a password. */
export function writeIndexEngines(engines: IndexEngines): void {
  if (engines.pgvector) requireAddress(engines.pgvector.url, 'pgvector.url');
  const path = file();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(engines, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The connection in use: RANKLAB_PG_URL before the stored one; undefined without either. */
export function pgvectorAccess(): (PgvectorAccess & { readonly from: 'environment' | 'settings' }) | undefined {
  const stored = readIndexEngines().pgvector;
  const variable = process.env[urlVariable] ?? '';
  const connection = variable === '' ? stored : pgvectorConnectionSchema.parse({ ...stored, url: withoutPassword(variable) });
  if (!connection) return undefined;
  const inUrl = variable !== '' && URL.canParse(variable) ? decodeURIComponent(new URL(variable).password) : '';
  const password = [inUrl, process.env[connection.passwordFrom] ?? '', process.env['PGPASSWORD'] ?? ''].find((text) => text !== '');
  registerSecret(password);
  return { connection, password, from: variable === '' ? 'settings' : 'environment' };
}

export function indexEnginesStatus(): IndexEnginesStatus {
  const access = pgvectorAccess();
  return {
    pgvector: access?.connection ?? null,
    pgvectorFrom: access?.from ?? null,
    hasPassword: access?.password !== undefined,
  };
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) throw notAnAddress(urlVariable);
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.href;
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
