/** Random requests generated from the OpenAPI document: valid, nearly valid, at the ends of ranges, and malicious. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $ref?: string;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Fields of a multipart form, in place of a body. */
  readonly form?: Readonly<Record<string, unknown>>;
}

/** Values that exist, so that some requests reach further than a lookup. */
export interface KnownValues {
  readonly user: readonly string[];
  readonly video: readonly string[];
  /** Files and folders that requests may name; the service is confined to them. */
  readonly paths: readonly string[];
  /** Ids of jobs, experiments and edits, and hashes of runs, from earlier responses; grows during the run. */
  readonly answered: readonly string[];
}

type Random = () => number;

/** mulberry32: small, and the same requests for a seed. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

const numbers = [0, -0, 1, -1, 0.5, 2, 10, 1_000, 1e9, 2 ** 31, 2 ** 53, -(2 ** 53), 1e18, 1e300, 1.7976931348623157e308, -1e308, 5e-324];
const texts = [
  ...[
    '',
    ' ',
    'a',
    '0',
    '-1',
    '007',
    '9007199254740993',
    'null',
    'true',
    'NaN',
    '1e999',
    '2024-01-01T00:00:00Z',
    '275760-09-13',
    '../x',
    '/etc/passwd',
  ],
  ...[
    'C:\\x',
    '\\\\server\\share',
    '\u0000',
    '\ud800',
    '\u202egpj.exe',
    '\u001b[2J',
    '<img src=x onerror=alert(1)>',
    "'; DROP TABLE users; --",
    '%',
    '%00',
    '{}',
    '[]',
  ],
  ...[
    'ndcg@10',
    'recall@0',
    'ndcg@1e9',
    'similarity',
    'default',
    'constructor',
    '__proto__',
    'toString',
    '🎬'.repeat(40),
    'x'.repeat(300),
    'x'.repeat(70_000),
  ],
];
const others: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  { toString: 1 },
  { length: -1 },
  { constructor: { name: 'x' } },
];

/** Requested a tenth as often as others, because each closes or replaces the workspace until the fuzzer opens it again. */
const rareRoutes: ReadonlySet<string> = new Set(['POST /workspace/close', 'POST /workspace/open', 'POST /workspace/create']);

/** A source of requests; the same seed gives the same ones. */
export function requestsOf(document: OpenApi, known: KnownValues, seed: number): () => FuzzRequest {
  const random = randomOf(seed);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const drawn = operations.flatMap((each) => Array<typeof each>(rareRoutes.has(`${each.method} ${each.path}`) ? 1 : 10).fill(each));
  const value = valuesOf(document, known, random);
  return () => {
    const { path, method, operation } = pick(random, drawn);
    const query = new URLSearchParams();
    let filled = path;
    for (const { name, in: where, schema = {} } of operation.parameters ?? []) {
      const text = asText(value(schema, name));
      if (where === 'path') filled = filled.replace(`{${name}}`, encode(text.slice(0, 3_000)));
      else if (random() < 0.7) query.append(name, wellFormed(text.slice(0, 3_000)));
    }
    const address = query.size === 0 ? filled : `${filled}?${query.toString()}`;
    const [[type, { schema }] = ['', { schema: undefined }]] = Object.entries(operation.requestBody?.content ?? {});
    if (schema === undefined) return { method, path: address };
    const body = value(schema, '') ?? {};
    return type.startsWith('multipart/')
      ? { method, path: address, form: Object(body) as Record<string, unknown> }
      : { method, path: address, body };
  };
}

const pick = <Value>(random: Random, values: readonly Value[]): Value => values[Math.floor(random() * values.length)];
/** URLs cannot contain lone surrogates. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
const encode = (text: string): string => encodeURIComponent(wellFormed(text)) || '-';
const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

function fittingOf({ user, video, paths, answered }: KnownValues, name: string): readonly string[] {
  if (/path|file|folder|^from$|^interactions$|^videos$|^users$/i.test(name)) return paths;
  if (/user/i.test(name)) return user;
  if (/video|item|exclude/i.test(name)) return video;
  return /^id$|sha256|experiment|job/i.test(name) ? answered : [];
}

function valuesOf(document: OpenApi, known: KnownValues, random: Random): (schema: Schema, name: string) => unknown {
  const anything = (): unknown => pick(random, random() < 0.4 ? numbers : random() < 0.6 ? texts : others);

  const number = ({ type, minimum, maximum }: Schema): number => {
    const ends = [minimum, maximum].filter((end) => end !== undefined).flatMap((end) => [end - 1, end, end + 1]);
    const chosen =
      random() < 0.4 && ends.length > 0 ? pick(random, ends) : random() < 0.5 ? Math.floor(random() * 20) : pick(random, numbers);
    return type === 'integer' && random() < 0.9 ? Math.round(chosen) : chosen;
  };
  const text = (name: string): string => {
    const fitting = fittingOf(known, name);
    return fitting.length > 0 && random() < 0.7 ? pick(random, fitting) : pick(random, texts);
  };
  const object = ({ properties = {}, required = [], additionalProperties }: Schema, depth: number): Record<string, unknown> => {
    const generated: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(properties))
      if (random() < (required.includes(name) ? 0.96 : 0.35)) generated[name] = value(schema, name, depth + 1);
    if (typeof additionalProperties === 'object' && random() < 0.8)
      generated[pick(random, texts.slice(0, 30))] = value(additionalProperties, '', depth + 1);
    if (random() < 0.04) generated[pick(random, texts.slice(0, 30)) || 'x'] = anything();
    return generated;
  };
  const ofType = (schema: Schema, name: string, depth: number): unknown => {
    const type = typeof schema.type === 'object' ? pick(random, schema.type) : schema.type;
    if (type === 'object' || schema.properties) return object(schema, depth);
    if (type === 'array') return Array.from({ length: Math.floor(random() * 4) }, () => value(schema.items ?? {}, name, depth + 1));
    if (type === 'number' || type === 'integer') return number({ ...schema, type });
    if (type === 'string') return text(name);
    if (type === 'boolean') return random() < 0.5;
    return type === 'null' ? null : anything();
  };
  const value = (schema: Schema, name: string, depth = 0): unknown => {
    if (depth > 12 || random() < 0.05) return anything();
    if (schema.$ref !== undefined) return value(document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name, depth + 1);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return pick(random, schema.enum);
    const branches = schema.anyOf ?? schema.oneOf;
    if (branches) return value(pick(random, branches), name, depth + 1);
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => value(part, name, depth + 1)));
    return ofType(schema, name, depth);
  };
  return value;
}
