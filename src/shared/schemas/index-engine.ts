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

/** An attached table beside the vectors of the workspace: the checks up to the first that failed. */
export const attachmentReportSchema = z.object({
  which: z.enum(['content', 'factors']),
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

export const indexEnginesSchema = z.strictObject({ pgvector: pgvectorConnectionSchema.nullable().default(null) });
export type IndexEngines = z.infer<typeof indexEnginesSchema>;

/** The connections, and where the one in use comes from; null where there is none. */
export const indexEnginesStatusSchema = z.strictObject({
  pgvector: pgvectorConnectionSchema.nullable(),
  pgvectorFrom: z.enum(['environment', 'settings']).nullable(),
  /** Whether a password is known under the name that the connection gives. */
  hasPassword: z.boolean(),
});
export type IndexEnginesStatus = z.infer<typeof indexEnginesStatusSchema>;
