import { z } from 'zod';

/** A name of SQL, quoted where it is used. */
const sqlName = z.string().min(1).max(63);
/** The name of a run-time setting; it is written into SET as it stands. */
const settingName = z.string().regex(/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$/i, 'expected a setting such as hnsw.ef_search');

const pgvectorNamesSchema = z.strictObject({
  /** Index access methods: YugabyteDB’s distributed graph is `ybhnsw`. */
  hnsw: settingName.default('hnsw'),
  ivfflat: settingName.default('ivfflat'),
  /** Run-time settings; null where the engine has none. */
  efSearch: settingName.nullable().default('hnsw.ef_search'),
  hnswIterativeScan: settingName.nullable().default('hnsw.iterative_scan'),
  hnswScanLimit: settingName.nullable().default('hnsw.max_scan_tuples'),
  probes: settingName.nullable().default('ivfflat.probes'),
  ivfflatIterativeScan: settingName.nullable().default('ivfflat.iterative_scan'),
});

/** A table that exists and is searched as it is. */
const attachedTableSchema = z.strictObject({
  /** `schema.table`, or a table of the search path. */
  table: z.string().min(1).max(200),
  /** Holds the ids of the videos, each once. */
  idColumn: sqlName.default('id'),
  vectorColumn: sqlName.default('embedding'),
  metric: z.enum(['inner-product', 'l2', 'cosine']),
});
export type AttachedTable = z.infer<typeof attachedTableSchema>;

export const attachmentCheckSchema = z.object({
  name: z.enum(['metric', 'dimensions', 'index', 'videos', 'sample']),
  passed: z.boolean(),
  /** What was found, or how it differs. */
  detail: z.string(),
});
export type AttachmentCheck = z.infer<typeof attachmentCheckSchema>;

/** An attached table or collection beside the vectors of the workspace: the checks up to the first that failed. */
export const attachmentReportSchema = z.object({
  /** The index backend that reads it. */
  backend: z.string(),
  which: z.enum(['content', 'factors']),
  /** Its name on the server. */
  table: z.string(),
  passed: z.boolean(),
  checks: z.array(attachmentCheckSchema),
  remedy: z.string().nullable(),
});
export type AttachmentReport = z.infer<typeof attachmentReportSchema>;

/** Where the PostgreSQL server is and how it is used. It belongs to the machine: no workspace, export or fingerprint contains it. */
export const pgvectorConnectionSchema = z.strictObject({
  /** postgres://user@host:5432/database, without a password. */
  url: z.string().min(1).max(2_000),
  /** The environment variable or the key of the keychain that holds the password. */
  passwordFrom: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{2,40}$/)
    .default('RANKLAB_PG_PASSWORD'),
  /** Holds our tables; created if it is missing. */
  schema: sqlName.default('ranklab'),
  /** Foreign servers (postgres_fdw) that hold the rows of each collection, divided by a hash of the id; none: the server itself. */
  partitions: z.array(sqlName).max(64).default([]),
  /** Most connections at the same time. */
  connections: z.int().min(1).max(64).default(4),
  /** For one statement of a search, and for connecting. */
  timeoutSeconds: z.number().min(0.05).max(600).default(10),
  /** How long calls are repeated while the server does not answer. */
  patienceSeconds: z.number().min(0).max(3_600).default(30),
  /** A collection that no workspace has opened for so long is dropped by the next build. */
  keepDays: z.number().min(0.01).max(3_650).default(14),
  /** While the server does not answer, recommendations stop with an error, or are made by an exact scan in this process and say so. */
  whenUnavailable: z.enum(['stop', 'scan']).default('stop'),
  /** Tables that are searched instead of collections of ours, by the vectors that they hold. */
  attached: z.strictObject({ content: attachedTableSchema.optional(), factors: attachedTableSchema.optional() }).prefault({}),
  names: pgvectorNamesSchema.prefault({}),
});
export type PgvectorConnection = z.infer<typeof pgvectorConnectionSchema>;

/** A collection that exists and is searched as it is. */
const attachedCollectionSchema = z.strictObject({
  collection: z.string().min(1).max(255),
  /** The field of the payload that holds the ids of the videos, each once; null: the points have them. */
  idField: z.string().min(1).max(200).nullable().default(null),
  /** Where the points have several vectors; null: the only one. */
  vectorName: z.string().min(1).max(200).nullable().default(null),
  metric: z.enum(['inner-product', 'l2', 'cosine']),
});
export type AttachedCollection = z.infer<typeof attachedCollectionSchema>;

/** Where the Qdrant server is and how it is used. It belongs to the machine, as that of PostgreSQL. */
export const qdrantConnectionSchema = z.strictObject({
  /** http://host:6333 or https://host:6333, without a key. */
  url: z.string().min(1).max(2_000),
  /** The environment variable or the key of the keychain that holds the API key. */
  keyFrom: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{2,40}$/)
    .default('RANKLAB_QDRANT_API_KEY'),
  /** The names of our collections begin with it. */
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,40}$/, 'expected small letters, digits, _ and -')
    .default('ranklab'),
  /** Parts that a collection is divided into, for servers of a cluster, and copies of each. */
  shards: z.int().min(1).max(1_000).default(1),
  replicas: z.int().min(1).max(100).default(1),
  /** Most requests at the same time. */
  connections: z.int().min(1).max(64).default(4),
  /** For one request of a search. */
  timeoutSeconds: z.number().min(0.05).max(600).default(10),
  /** How long calls are repeated while the server does not answer. */
  patienceSeconds: z.number().min(0).max(3_600).default(30),
  /** A collection that no workspace has opened for so long is dropped by the next build. */
  keepDays: z.number().min(0.01).max(3_650).default(14),
  /** While the server does not answer, recommendations stop with an error, or are made by an exact scan in this process and say so. */
  whenUnavailable: z.enum(['stop', 'scan']).default('stop'),
  /** Collections that are searched instead of ours, by the vectors that they hold. */
  attached: z.strictObject({ content: attachedCollectionSchema.optional(), factors: attachedCollectionSchema.optional() }).prefault({}),
});
export type QdrantConnection = z.infer<typeof qdrantConnectionSchema>;

/** Null removes a connection; one that is left out stays as it is. */
export const indexEnginesSchema = z.strictObject({
  pgvector: pgvectorConnectionSchema.nullable().optional(),
  qdrant: qdrantConnectionSchema.nullable().optional(),
});
export type IndexEngines = z.infer<typeof indexEnginesSchema>;

const originSchema = z.enum(['environment', 'settings']).nullable();

/** The connections, and where those in use come from; null where there is none. */
export const indexEnginesStatusSchema = z.strictObject({
  pgvector: pgvectorConnectionSchema.nullable(),
  pgvectorFrom: originSchema,
  /** Whether a password is known under the name that the connection gives. */
  hasPassword: z.boolean(),
  qdrant: qdrantConnectionSchema.nullable(),
  qdrantFrom: originSchema,
  /** Whether a key is known under the name that the connection gives. */
  hasKey: z.boolean(),
});
export type IndexEnginesStatus = z.infer<typeof indexEnginesStatusSchema>;
