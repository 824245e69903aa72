import { z } from 'zod';
import { halfBits } from '#service/ann/engines/half-bits';

export interface SearchFaults {
  /** Neighbours that a search leaves out unless it is exact. */
  shortAnswers: number;
}

export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const pointIdSchema = z.union([z.int().min(0), z.guid()]);
type PointId = z.infer<typeof pointIdSchema>;
// Long lists, checked quickly.
const numbersSchema = z.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every((one) => typeof one === 'number'),
  'expected numbers',
);
const pointIdsSchema = z.custom<readonly PointId[]>(
  (value) => Array.isArray(value) && value.every((one) => (Number.isInteger(one) && one >= 0) || pointIdSchema.safeParse(one).success),
  'expected ids of points',
);
const valueSchema = z.union([z.string(), z.int()]);
const conditionSchema = z.union([
  z.strictObject({ has_id: pointIdsSchema }),
  z.strictObject({ key: z.string(), match: z.strictObject({ any: z.array(valueSchema) }) }),
  z.strictObject({ key: z.string(), range: z.strictObject({ lt: z.number() }) }),
]);
const filterSchema = z.strictObject({ must: z.array(conditionSchema).optional(), must_not: z.array(conditionSchema).optional() });
type Filter = z.infer<typeof filterSchema>;
const vectorParamsSchema = z.strictObject({
  size: z.int().min(1).max(65_536),
  distance: z.enum(['Cosine', 'Euclid', 'Dot', 'Manhattan']),
  datatype: z.enum(['float32', 'float16', 'uint8']).optional(),
});
const optimizersSchema = z.strictObject({ indexing_threshold: z.int().min(0) });
const shownSchema = {
  with_payload: z.union([z.boolean(), z.array(z.string())]).default(false),
  with_vector: z.union([z.boolean(), z.array(z.string())]).default(false),
};
const limitSchema = z.int().min(1);

const bodies = {
  create: z.strictObject({
    vectors: z.union([vectorParamsSchema, z.record(z.string(), vectorParamsSchema)]),
    hnsw_config: z.strictObject({ m: z.int().min(0), ef_construct: z.int().min(4) }).optional(),
    optimizers_config: optimizersSchema.optional(),
    shard_number: z.int().min(1).optional(),
    replication_factor: z.int().min(1).optional(),
  }),
  update: z.strictObject({ optimizers_config: optimizersSchema }),
  upsert: z.strictObject({
    points: z.array(
      z.strictObject({
        id: pointIdSchema,
        vector: z.union([numbersSchema, z.record(z.string(), numbersSchema)]),
        payload: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  }),
  retrieve: z.strictObject({ ids: pointIdsSchema, ...shownSchema }),
  remove: z.strictObject({ points: pointIdsSchema }),
  count: z.strictObject({ exact: z.boolean().default(true), filter: filterSchema.optional() }),
  scroll: z.strictObject({
    limit: limitSchema.default(10),
    offset: pointIdSchema.optional(),
    filter: filterSchema.optional(),
    ...shownSchema,
  }),
  index: z.strictObject({ field_name: z.string(), field_schema: z.enum(['keyword', 'integer', 'uuid']) }),
  aliases: z.strictObject({
    actions: z.array(
      z.union([
        z.strictObject({ create_alias: z.strictObject({ collection_name: z.string(), alias_name: z.string() }) }),
        z.strictObject({ delete_alias: z.strictObject({ alias_name: z.string() }) }),
      ]),
    ),
  }),
  search: z.strictObject({
    searches: z.array(
      z.strictObject({
        query: numbersSchema,
        limit: limitSchema,
        filter: filterSchema.optional(),
        params: z.strictObject({ hnsw_ef: z.int().min(1).optional(), exact: z.boolean().optional() }).optional(),
        using: z.string().optional(),
        with_payload: shownSchema.with_payload,
      }),
    ),
  }),
};

interface Point {
  readonly vectors: Readonly<Record<string, Float32Array>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface StoredCollection {
  readonly config: z.infer<typeof bodies.create>;
  threshold: number;
  readonly points: Map<PointId, Point>;
  readonly payloadSchema: Record<string, { data_type: string }>;
}

interface State {
  readonly collections: Map<string, StoredCollection>;
  readonly aliases: Map<string, string>;
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    400,
    `Format error in JSON body: ${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`,
  );
}

/** The result of a request to /collections. */
export function answerCollections(state: State, faults: SearchFaults, method: string, path: string, body: unknown): unknown {
  const { collections, aliases } = state;
  const [, root, encoded, ...rest] = path.split('/');
  if (root !== 'collections') throw new Refusal(404, 'Not found');
  if (encoded === undefined) return { collections: [...collections.keys()].map((name) => ({ name })) };
  const name = decodeURIComponent(encoded);
  const what = `${method} ${rest.join('/')}`.trim();
  if (name === 'aliases' && what === 'POST') return changeAliases(state, read(bodies.aliases, body));
  if (what === 'PUT') return create(state, name, read(bodies.create, body));
  if (what === 'DELETE') {
    for (const [alias, of] of aliases) if (of === name) aliases.delete(alias);
    return collections.delete(name);
  }
  const collection = collections.get(aliases.get(name) ?? name);
  if (!collection) throw new Refusal(404, `Not found: Collection \`${name}\` doesn't exist!`);
  return answerOne(state, faults, { name, collection, what, body });
}

interface Request {
  readonly name: string;
  readonly collection: StoredCollection;
  readonly what: string;
  readonly body: unknown;
}

function answerOne({ aliases }: State, faults: SearchFaults, { name, collection, what, body }: Request): unknown {
  switch (what) {
    case 'GET':
      return describe(collection);
    case 'PATCH':
      collection.threshold = read(bodies.update, body).optimizers_config.indexing_threshold;
      return true;
    case 'GET aliases':
      return { aliases: [...aliases].filter(([, of]) => of === name).map(([alias_name]) => ({ alias_name, collection_name: name })) };
    case 'PUT index': {
      const { field_name, field_schema } = read(bodies.index, body);
      collection.payloadSchema[field_name] = { data_type: field_schema };
      return completed;
    }
    case 'PUT points':
      for (const { id, vector, payload = {} } of read(bodies.upsert, body).points)
        collection.points.set(id, { payload, vectors: vectorsOf(collection, vector) });
      return completed;
    case 'POST points/delete':
      for (const id of read(bodies.remove, body).points) collection.points.delete(id);
      return completed;
    case 'POST points': {
      const { ids, ...shown } = read(bodies.retrieve, body);
      return ids.flatMap((id) => (collection.points.has(id) ? [show(collection, id, shown)] : []));
    }
    case 'POST points/count':
      return { count: matching(collection, read(bodies.count, body).filter).length };
    case 'POST points/scroll':
      return scroll(collection, read(bodies.scroll, body));
    case 'POST points/query/batch':
      return read(bodies.search, body).searches.map((search) => ({ points: nearest(collection, faults, search) }));
    default:
      throw new Refusal(404, 'Not found');
  }
}

const completed = { operation_id: 1, status: 'completed' };

function create({ collections, aliases }: State, name: string, config: StoredCollection['config']): boolean {
  if (collections.has(name) || aliases.has(name)) throw new Refusal(409, `Wrong input: Collection \`${name}\` already exists!`);
  const threshold = config.optimizers_config?.indexing_threshold ?? 10_000;
  collections.set(name, { config, threshold, points: new Map(), payloadSchema: {} });
  return true;
}

function changeAliases({ collections, aliases }: State, { actions }: z.infer<typeof bodies.aliases>): boolean {
  for (const action of actions) {
    if ('delete_alias' in action) aliases.delete(action.delete_alias.alias_name);
    else {
      const { collection_name, alias_name } = action.create_alias;
      if (!collections.has(collection_name)) throw new Refusal(404, `Not found: Collection \`${collection_name}\` doesn't exist!`);
      if (collections.has(alias_name)) throw new Refusal(409, `Wrong input: Collection \`${alias_name}\` already exists!`);
      aliases.set(alias_name, collection_name);
    }
  }
  return true;
}

const paramsOf = ({ config: { vectors } }: StoredCollection): Readonly<Record<string, z.infer<typeof vectorParamsSchema>>> =>
  typeof vectors['size'] === 'number'
    ? { '': vectors as z.infer<typeof vectorParamsSchema> }
    : (vectors as Record<string, z.infer<typeof vectorParamsSchema>>);

function describe(collection: StoredCollection): object {
  const { vectors, hnsw_config = { m: 16, ef_construct: 100 }, shard_number = 1, replication_factor = 1 } = collection.config;
  return {
    status: 'green',
    optimizer_status: 'ok',
    indexed_vectors_count: collection.threshold > 0 ? collection.points.size : 0,
    points_count: collection.points.size,
    config: { params: { vectors, shard_number, replication_factor }, hnsw_config },
    payload_schema: collection.payloadSchema,
  };
}

/** As stored: of length 1 for cosine, and in 16 bits where the collection has them. */
function vectorsOf(
  collection: StoredCollection,
  given: readonly number[] | Readonly<Record<string, readonly number[]>>,
): Record<string, Float32Array> {
  const byName = Array.isArray(given) ? { '': given as readonly number[] } : (given as Record<string, readonly number[]>);
  return Object.fromEntries(
    Object.entries(paramsOf(collection)).map(([name, { size, distance, datatype }]) => {
      const numbers = byName[name] ?? [];
      if (numbers.length !== size)
        throw new Refusal(400, `Wrong input: Vector dimension error: expected dim: ${size}, got ${numbers.length}`);
      const vector = distance === 'Cosine' ? unit(Float32Array.from(numbers)) : Float32Array.from(numbers);
      return [name, datatype === 'float16' ? vector.map(roundedToHalf) : vector];
    }),
  );
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}

function roundedToHalf(value: number): number {
  const bits = halfBits(value);
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

function matching({ points }: StoredCollection, filter: Filter = {}): PointId[] {
  const tests = (conditions: Filter['must']) =>
    (conditions ?? []).map((condition): ((id: PointId, point: Point) => boolean) => {
      if ('has_id' in condition) {
        const ids = new Set(condition.has_id);
        return (id) => ids.has(id);
      }
      if ('range' in condition) return (_, { payload }) => Number(payload[condition.key] ?? NaN) < condition.range.lt;
      const values = new Set<unknown>(condition.match.any);
      return (_, { payload }) => values.has(payload[condition.key]);
    });
  const [must, mustNot] = [tests(filter.must), tests(filter.must_not)];
  return [...points].flatMap(([id, point]) =>
    must.every((test) => test(id, point)) && !mustNot.some((test) => test(id, point)) ? [id] : [],
  );
}

interface Shown {
  readonly with_payload: boolean | readonly string[];
  readonly with_vector?: boolean | readonly string[];
}

function show({ points }: StoredCollection, id: PointId, { with_payload, with_vector = false }: Shown): object {
  const { payload = {}, vectors = {} } = points.get(id) ?? {};
  const named = Object.entries(vectors).filter(([name]) => with_vector === true || (with_vector !== false && with_vector.includes(name)));
  return {
    id,
    ...(with_payload !== false && {
      payload: Object.fromEntries(Object.entries(payload).filter(([key]) => with_payload === true || with_payload.includes(key))),
    }),
    ...(named.length > 0 && {
      vector: '' in vectors ? [...(vectors[''] ?? [])] : Object.fromEntries(named.map(([name, one]) => [name, [...one]])),
    }),
  };
}

function scroll(collection: StoredCollection, { limit, offset, filter, ...shown }: z.infer<typeof bodies.scroll>): object {
  const ids = matching(collection, filter).sort((a, b) => (a < b ? -1 : 1));
  const start = offset === undefined ? 0 : ids.findIndex((id) => id >= offset);
  const page = start < 0 ? [] : ids.slice(start, start + limit);
  return {
    points: page.map((id) => show(collection, id, shown)),
    next_page_offset: start < 0 ? null : (ids[start + limit] ?? null),
  };
}

type Search = z.infer<typeof bodies.search>['searches'][number];

function nearest(
  collection: StoredCollection,
  faults: SearchFaults,
  { query, limit, filter, params, using = '', with_payload }: Search,
): object[] {
  const settings = paramsOf(collection)[using];
  if (!settings) throw new Refusal(400, `Wrong input: Not existing vector name error: ${using}`);
  if (query.length !== settings.size)
    throw new Refusal(400, `Wrong input: Vector dimension error: expected dim: ${settings.size}, got ${query.length}`);
  const asked = settings.distance === 'Cosine' ? unit(Float32Array.from(query)) : Float32Array.from(query);
  const isNear = settings.distance === 'Euclid' ? -1 : 1;
  const scored = matching(collection, filter).map((id) => {
    const vector = collection.points.get(id)?.vectors[using] ?? new Float32Array(0);
    let sum = 0;
    for (let d = 0; d < asked.length; d++) {
      const [a, b] = [asked[d] ?? 0, vector[d] ?? 0];
      sum += isNear < 0 ? (a - b) ** 2 : a * b;
    }
    return { id, score: Math.fround(isNear < 0 ? Math.sqrt(sum) : sum) };
  });
  scored.sort((a, b) => isNear * (b.score - a.score));
  const found = scored.slice(0, Math.max(0, limit - (params?.exact === true ? 0 : faults.shortAnswers)));
  return found.map(({ id, score }) => ({ ...show(collection, id, { with_payload }), score, version: 0 }));
}
