import { basename, resolve } from 'node:path';
import { RankLabError } from '#shared/errors';
import { sourceKinds } from './registry';
import type { SourceAddress, SourceKind } from './table-source';

const schemePattern = /^([a-z][a-z0-9+]+):/i;

/** The kind of source that a text names; undefined for a path. */
export function sourceKindOf(text: string): SourceKind | undefined {
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase();
  return scheme === undefined ? undefined : sourceKinds.find(({ schemes }) => schemes.includes(scheme));
}

/**
 * `sqlite:shop.db?table=events`, `duckdb:shop.duckdb?query=select …`, `postgres://user@host/db?watermark=id&table=events`; undefined for a path.
 * `query` comes last and is taken as it stands. A relative file is resolved against `folder`.
 * @throws INVALID_ARGUMENT for an incomplete address, or one with a password, which is not repeated.
 */
export function parseSource(text: string, folder = process.cwd()): SourceAddress | undefined {
  const kind = sourceKindOf(text);
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase();
  if (!kind || scheme === undefined) return undefined;
  const { place: given, query, parameters } = divide(text, scheme.length + 1);
  const place = kind.isFile ? resolve(folder, given) : withoutPassword(`${scheme}:${given}`, kind);
  const { table, watermark, 'password-from': passwordFrom, password, ...further } = parameters;
  if (password !== undefined) throw passwordGiven(kind);
  if ((table === undefined) === (query === undefined)) {
    throw new RankLabError('INVALID_ARGUMENT', `A ${kind.label} source names one table or one query`, {
      place: 'source',
      remedy: `Write it as ${kind.example}`,
    });
  }
  const head = kind.isFile ? `${scheme}:${place}` : place;
  const tail = text.slice(scheme.length + 1 + given.length);
  const rest = Object.entries(further).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { text: `${head}${tail}`, scheme, place, table, query, watermark, passwordFrom, further: Object.fromEntries(rest) };
}

function divide(text: string, from: number): { place: string; query: string | undefined; parameters: Record<string, string | undefined> } {
  const mark = text.indexOf('?', from);
  const place = mark < 0 ? text.slice(from) : text.slice(from, mark);
  const rest = mark < 0 ? '' : text.slice(mark + 1);
  const at = rest.search(/(^|&)query=/);
  const named = at < 0 ? rest : rest.slice(0, at);
  const query = at < 0 ? undefined : rest.slice(rest.indexOf('query=', at) + 'query='.length);
  const parameters: Record<string, string | undefined> = Object.fromEntries(new URLSearchParams(named));
  return { place, query, parameters };
}

function withoutPassword(place: string, kind: SourceKind): string {
  if (!URL.canParse(place)) {
    throw new RankLabError('INVALID_ARGUMENT', `This is not the address of a ${kind.label} server`, {
      place: 'source',
      remedy: `Write it as ${kind.example}`,
    });
  }
  if (new URL(place).password !== '') throw passwordGiven(kind);
  return place;
}

const passwordGiven = (kind: SourceKind): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `A password must not be part of a ${kind.label} source`, {
    place: 'source',
    remedy: 'Put it into PGPASSWORD, or into a variable or a key of the keychain that “password-from” names',
  });

/** A path or a source with everything relative resolved against `folder`. */
export const resolveTable = (text: string, folder = process.cwd()): string => parseSource(text, folder)?.text ?? resolve(folder, text);

/** The file that a text makes the service read; undefined for a server. */
export function fileOfTable(text: string): string | undefined {
  const address = parseSource(text);
  if (!address) return text;
  return sourceKindOf(text)?.isFile ? address.place : undefined;
}

/** A short name for people: a file's name, or database and table. */
export function tableName(text: string): string {
  const address = parseSource(text);
  if (!address) return basename(text);
  const { place, table } = address;
  return `${basename(place.split('?', 1)[0] ?? place)} ${table ?? 'query'}`;
}
