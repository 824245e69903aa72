import { z } from 'zod';
import { generatorParamsSchema } from './dataset';

/** A registry entry as forms and help need it; `params` is JSON Schema. */
export const registryEntrySchema = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string(),
  params: z.record(z.string(), z.unknown()),
});
export const registriesSchema = z.object({
  signals: z.array(registryEntrySchema),
  /** Kinds of signals that users define. */
  signalKinds: z.array(registryEntrySchema.extend({ unit: z.string(), asksService: z.boolean() })),
  candidateSources: z.array(registryEntrySchema),
  /** Ways to merge the lists of several sources or runs; the formula is LaTeX. */
  fusionMethods: z.array(registryEntrySchema.extend({ formula: z.string(), source: z.string() })),
  metrics: z.array(
    registryEntrySchema.extend({
      /** LaTeX. */
      formula: z.string(),
      source: z.string(),
      range: z.string(),
      direction: z.enum(['higher', 'lower', 'neither']),
      scope: z.enum(['user', 'global']),
      /** A metric of relevance: there is a best list to fall short of. */
      hasIdeal: z.boolean(),
      cutoff: z.string(),
      /** What a metric needs to know besides lists and judgements. */
      needs: z.array(z.string()),
      aliases: z.array(z.string()),
      /** The default definition that this one is a dialect of. */
      dialectOf: z.string().nullable(),
      edgePolicy: z.string(),
      version: z.string(),
    }),
  ),
  /** Every measure of trec_eval, for `ranklab evaluate`. */
  trecMeasures: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      description: z.string(),
      /** LaTeX. */
      formula: z.string(),
      source: z.string(),
      range: z.string(),
      direction: z.enum(['higher', 'lower', 'neither']),
      scope: z.string(),
      parameters: z.string(),
      edgePolicy: z.string(),
      families: z.array(z.string()),
    }),
  ),
  /** What holds for every metric. */
  metricConventions: z.array(z.string()),
  splits: z.array(registryEntrySchema),
  embeddingProviders: z.array(
    registryEntrySchema.extend({
      /** Whether it can say how it reads a text (model.explainText). */
      explainsTexts: z.boolean(),
      /** How to install what it needs and this machine lacks; null if nothing is missing. */
      install: z.string().nullable(),
    }),
  ),
  factorMethods: z.array(registryEntrySchema),
  indexBackends: z.array(registryEntrySchema),
  /** How the settings of a sweep are chosen. */
  sweepSearches: z.array(registryEntrySchema),
  /** How weights are learnt; `usualResamples` of users for their intervals. */
  weightLearners: z.array(registryEntrySchema.extend({ usualResamples: z.int() })),
  /** Off-policy estimators of single decisions, and of whole lists. */
  decisionEstimators: z.array(registryEntrySchema),
  slateEstimators: z.array(registryEntrySchema),
  reportFormats: z.array(registryEntrySchema),
  /** Ways of writing the workspace's data; `tables` that each can hold. */
  dataFormats: z.array(registryEntrySchema.extend({ tables: z.array(z.string()), holdsAll: z.boolean() })),
  /** Engines that a variant can be exported to. */
  exportTargets: z.array(registryEntrySchema),
  importPresets: z.array(
    registryEntrySchema.extend({
      /** Per layout, the file names that together suggest it; empty where the columns are mapped by hand. */
      layouts: z.array(z.array(z.string())),
      /** The files that it reads, each by its usual names or by the ending of its name. */
      reads: z.array(z.object({ role: z.string(), names: z.array(z.string()), endings: z.array(z.string()) })),
    }),
  ),
  generatorPresets: z.array(registryEntrySchema.extend({ defaults: generatorParamsSchema })),
});
export type Registries = z.infer<typeof registriesSchema>;

/** Something of a workspace that was damaged or could not be taken in; it is kept in the workspace's folder `set-aside`. */
export const storageProblemSchema = z.object({
  /** Relative to the workspace. */
  file: z.string(),
  /** Line of the file, or number of the record; null: the whole file. */
  line: z.int().nullable(),
  reason: z.string(),
  /** Where it is kept, relative to the workspace; null where there is nothing left to keep. */
  keptAs: z.string().nullable(),
  foundAtMs: z.number(),
  dismissed: z.boolean(),
});
export type StorageProblem = z.infer<typeof storageProblemSchema>;

export const workspaceInfoSchema = z.object({
  path: z.string(),
  name: z.string(),
  createdAtMs: z.number(),
  hasData: z.boolean(),
  isBuilt: z.boolean(),
  /** What was found damaged and is not yet dismissed. */
  problems: z.array(storageProblemSchema).default([]),
  /** Of a snapshot, which is read and never changed. */
  snapshot: z.object({ madeAtMs: z.number() }).optional(),
});
export type WorkspaceInfo = z.infer<typeof workspaceInfoSchema>;

export const backendStatusSchema = z.object({
  id: z.string(),
  available: z.boolean(),
  inUse: z.boolean(),
  detail: z.string(),
  remedy: z.string().nullable(),
});
export const doctorReportSchema = z.object({
  version: z.string(),
  node: z.string(),
  platform: z.string(),
  cpuCount: z.int(),
  memoryBytes: z.number(),
  /** Where new workspaces go unless the person says otherwise: an existing, writable folder on the service's machine. */
  workspacesFolder: z.string().optional(),
  /** `none`: not there and not needed, which is neither well nor ill. */
  checks: z.array(
    z.object({ name: z.string(), status: z.enum(['ok', 'none', 'warning', 'missing']), detail: z.string(), remedy: z.string().nullable() }),
  ),
  indexBackends: z.array(backendStatusSchema),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;
