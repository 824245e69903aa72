import { z } from 'zod';
import { experimentConfigSchema, experimentResultSchema } from '../schemas/experiment';
import { ledgerSchema, looksSchema } from '../schemas/ledger';
import { noteIdSchema, noteRequestSchema, numberNoteSchema, numberNotesSchema, placedNoteSchema } from '../schemas/number-note';
import { newNotesSchema } from '../schemas/new-notes';
import { pathSchema } from '../schemas/path';
import {
  lensInputSchema,
  lensOutputSchema,
  liveInputSchema,
  liveOutputSchema,
  livePlanInputSchema,
  livePlanSchema,
  liveSegmentsSchema,
} from '../schemas/live';
import { testUsersInputSchema, testUsersOutputSchema } from '../schemas/test-users';
import { gateInputSchema } from '../schemas/gate';
import { multiverseInputSchema, multiversePlanSchema } from '../schemas/multiverse';
import { nothing, procedure, startedJob } from './base';

export const savedExperimentSchema = z.object({
  id: z.string(),
  name: z.string(),
  notes: z.string(),
  createdAtMs: z.number(),
  config: experimentConfigSchema,
  result: experimentResultSchema,
  /** Notes on single numbers, oldest first. */
  numberNotes: numberNotesSchema.default([]),
});
export type SavedExperiment = z.infer<typeof savedExperimentSchema>;

const settingValuesSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));
const summaryMetricSchema = z.object({
  spec: z.string(),
  value: z.number().nullable(),
  verdict: z.enum(['better', 'worse', 'undecided']).nullable(),
  reason: z.string(),
  /** Against the first variant, with the interval of the corrected test; absent for the first, and where it was not yet kept. */
  difference: z.number().nullable().optional(),
  low: z.number().nullable().optional(),
  high: z.number().nullable().optional(),
});

/** Summary of a saved run: its name, and the numbers of its best variant by the first metric. */
export const experimentSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  notes: z.string(),
  createdAtMs: z.number(),
  variantNames: z.array(z.string()),
  bestVariant: z.string(),
  /** The variant that is decidedly best by the first metric; null where there is no clear winner, or the run was listed before winners were kept. */
  winner: z.string().nullable().default(null),
  testUserCount: z.int(),
  /** Weights in which the best variant differs from the first. */
  /** From the first variant to the challenger, the largest first. */
  weightChanges: z.array(z.object({ signal: z.string(), from: z.number(), to: z.number() })).default([]),
  /** Notes on single numbers, oldest first. */
  numberNotes: numberNotesSchema.default([]),
  /** Weights, parameters and settings of the pool of the best variant, by path such as weights.popularity. */
  settings: settingValuesSchema.default({}),
  metrics: z.array(summaryMetricSchema),
  /** The best of the variants after the first, also where the first is better than all; null for a run of one variant. */
  challenger: z
    .object({ name: z.string(), settings: settingValuesSchema, metrics: z.array(summaryMetricSchema) })
    .nullable()
    .default(null),
});
export type ExperimentSummary = z.infer<typeof experimentSummarySchema>;

/** Result of the job that `reproduce` starts: null when the second run gave the same numbers to the last digit. */
export const reproductionSchema = z.object({ difference: z.string().nullable() });

export const experimentContract = {
  live: procedure
    .route({ method: 'POST', path: '/experiments/live', summary: 'Measure variants on the test users; the Lab’s numbers' })
    .input(liveInputSchema)
    .output(liveOutputSchema),
  /** The number of users that live evaluation will measure and the memory it needs; allocates nothing. */
  livePlan: procedure
    .route({ method: 'POST', path: '/experiments/live/plan', summary: 'How many test users live numbers measure, and the memory for it' })
    .input(livePlanInputSchema)
    .output(livePlanSchema),
  /** Shows no metric, hence no look. Every column is read, so it is asked for apart from the numbers. */
  liveSegments: procedure
    .route({ method: 'POST', path: '/experiments/live/segments', summary: 'The groups of test users that live numbers can be measured on' })
    .input(livePlanInputSchema)
    .output(liveSegmentsSchema),
  /** Prepares candidates and signals of these variants in a job, so that `live` only ranks. Cancelling keeps existing caches. */
  livePrepare: procedure
    .route({ method: 'POST', path: '/experiments/live/prepare', summary: 'Prepare candidates and signals for live numbers' })
    .input(livePlanInputSchema)
    .output(startedJob),
  /** The ledger of a test part. Does not count as a look. */
  looks: procedure
    .route({ method: 'POST', path: '/experiments/looks', summary: 'The looks at a test part, with their times and numbers of tests' })
    .input(livePlanInputSchema)
    .output(looksSchema),
  /** Every test part of the workspace that was looked at. Needs no models, and does not count as a look. */
  ledger: procedure
    .route({ method: 'GET', path: '/experiments/looks', summary: 'The test parts that were looked at, and how often' })
    .output(ledgerSchema),
  /** Every look at the test part of this number in `ledger`. */
  looksAtPart: procedure
    .route({ method: 'GET', path: '/experiments/looks/{part}', summary: 'The looks at one test part of the ledger' })
    .input(z.object({ part: z.coerce.number().int().min(1) }))
    .output(looksSchema),
  /** Users to look at one by one, by their part in the test. Does not count as a look: no metric is answered. */
  testUsers: procedure
    .route({ method: 'POST', path: '/experiments/test-users', summary: 'Find users by their part in the test' })
    .input(testUsersInputSchema)
    .output(testUsersOutputSchema),
  /** Whether the winner depends on whose definition of a metric one uses. Counts as a look at the test side. */
  lens: procedure
    .route({ method: 'POST', path: '/experiments/lens', summary: 'A metric under every definition in use' })
    .input(lensInputSchema)
    .output(lensOutputSchema),
  /** As `lens`, as a job with its progress and Cancel, whose result it is: where `livePlan` says `long`. */
  lensRun: procedure
    .route({ method: 'POST', path: '/experiments/lens/run', summary: 'A metric under every definition in use, as a job' })
    .input(lensInputSchema)
    .output(startedJob),
  /** What `multiverse` would measure: the choices with their options, and how many combinations they make. Fits nothing. */
  multiversePlan: procedure
    .route({ method: 'POST', path: '/experiments/multiverse/plan', summary: 'Count the specifications of a multiverse' })
    .input(multiverseInputSchema)
    .output(multiversePlanSchema),
  /** As a job; its result is the specification curve of every variant. Counts as a look at every test part. */
  multiverse: procedure
    .route({ method: 'POST', path: '/experiments/multiverse', summary: 'Repeat a comparison under every combination of conventions' })
    .input(multiverseInputSchema)
    .output(startedJob),
  /** Runs as a job; the finished experiment is saved and its id is the job's result. */
  run: procedure
    .route({ method: 'POST', path: '/experiments', summary: 'Run a comparison and save it' })
    .input(
      z.object({
        name: z.string().min(1),
        notes: z.string().default(''),
        config: experimentConfigSchema,
        /** Written in the Lab before the run was saved; those whose number the run has not are kept, and say so. */
        numberNotes: newNotesSchema.default([]),
      }),
    )
    .output(startedJob),
  /** Reruns a saved configuration without storing it: the job's result is null if all numbers are equal, else the first difference. */
  reproduce: procedure
    .route({ method: 'POST', path: '/experiments/{id}/reproduce', summary: 'Run a saved comparison again and name the first difference' })
    .input(z.object({ id: z.string() }))
    .output(startedJob),
  /** Summaries, newest first; `get` returns the full run. `search`: words of the name, the notes or the variants' names, in any order. */
  list: procedure
    .route({ method: 'GET', path: '/experiments', summary: 'Saved comparisons, newest first' })
    .input(
      z
        .object({
          search: z.string().max(500).default(''),
          offset: z.int().min(0).default(0),
          limit: z.int().min(1).max(10_000).default(10_000),
        })
        .prefault({}),
    )
    .output(z.object({ total: z.int(), experiments: z.array(experimentSummarySchema) })),
  get: procedure
    .route({ method: 'GET', path: '/experiments/saved/{id}', summary: 'One saved comparison with its numbers' })
    .input(z.object({ id: z.string() }))
    .output(savedExperimentSchema),
  /** The run as a file that another copy of the workspace can open. */
  writeFile: procedure
    .route({ method: 'GET', path: '/experiments/{id}/file', summary: 'A saved run as a .ranklab file' })
    .input(z.object({ id: z.string() }))
    .output(z.object({ name: z.string(), content: z.string() })),
  /** Adds the run of a `.ranklab` file on the service's machine to the workspace. */
  openFile: procedure
    .route({ method: 'POST', path: '/experiments/files', summary: 'Open a .ranklab file' })
    .input(z.object({ path: pathSchema }))
    .output(z.object({ id: z.string(), name: z.string(), dataName: z.string(), sameData: z.boolean() })),
  /** As a job; its result is the report. Counts as a look at the test part. */
  gate: procedure
    .route({ method: 'POST', path: '/experiments/gate', summary: 'Say whether a candidate may replace the baseline of a saved result' })
    .input(gateInputSchema)
    .output(startedJob),
  annotate: procedure
    .route({ method: 'PUT', path: '/experiments/{id}', summary: 'Change the name and notes of a saved comparison' })
    .input(z.object({ id: z.string(), name: z.string().min(1), notes: z.string() }))
    .output(nothing),
  /** Every note on a number of a saved run, with that number as it is in the run. */
  numberNotes: procedure
    .route({ method: 'GET', path: '/experiments/{id}/notes', summary: 'The notes on the numbers of a saved comparison' })
    .input(z.object({ id: z.string() }))
    .output(z.object({ notes: z.array(placedNoteSchema) })),
  /** A number has one note: another is a conflict; with `noteId` the note is changed. */
  noteNumber: procedure
    .route({ method: 'PUT', path: '/experiments/{id}/notes', summary: 'Write a note on a number of a saved comparison, or change it' })
    .input(noteRequestSchema)
    .output(numberNoteSchema),
  removeNote: procedure
    .route({ method: 'DELETE', path: '/experiments/{id}/notes/{noteId}', summary: 'Remove a note on a number' })
    .input(z.object({ id: z.string(), noteId: noteIdSchema }))
    .output(nothing),
  remove: procedure
    .route({ method: 'DELETE', path: '/experiments/{id}', summary: 'Remove a saved comparison' })
    .input(z.object({ id: z.string() }))
    .output(nothing),
};
