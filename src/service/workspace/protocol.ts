import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { baselineVariant } from '#engine/pipeline/baselines';
import { fusedVariant, runVariant, weighedRun } from '#engine/pipeline/run-variant';
import { subtask } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { multiverseFiles } from '#engine/report/multiverse/files';
import type { ReportFile } from '#engine/report/report-format';
import { plural } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import { importRequestSchema, type ImportReport } from '#shared/schemas/dataset';
import {
  experimentConfigSchema,
  splitSettingsSchema,
  type ExperimentConfig,
  type ExperimentResult,
  type SplitSettings,
} from '#shared/schemas/experiment';
import type { StoredRun } from '#shared/schemas/foreign-run';
import type { MultiverseResult } from '#shared/schemas/multiverse';
import type { Protocol, protocolRunSchema } from '#shared/schemas/protocol';
import type { SignalDefinitions } from '#shared/schemas/signal';
import type { Variant } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { diagnose } from '../experiments/diagnosis/diagnose-protocol';
import { simulate } from '../experiments/simulate/simulate-protocol';
import { tuneVariants } from '../experiments/tune-protocol';
import type { z } from 'zod';
import { resolveTable } from '../import/sources/source-address';
import { NothingImported } from '../import/nothing-imported';
import type { Looks } from '../experiments/looks';
import type { RunStore } from '../runs/run-store';
import { completeVariant } from '../signals/complete-variants';
import { withStoredFiles, type FileStores } from '../signals/store-files';
import { protocolNotes } from './protocol-notes';
import type { Session } from './session';
import { userLooks } from './user-looks';

export interface ProtocolOutcome {
  readonly files: ReportFile[];
  readonly result: ExperimentResult;
  readonly multiverse?: MultiverseResult;
}

/**
 * Runs a complete experiment from one document. Relative paths are resolved against `folder`. Data from files is read into a temporary workspace,
 * which is removed afterwards.
 * @throws INVALID_ARGUMENT, NOT_FOUND, IMPORT_FAILED naming the fault in the protocol or its files.
 */
export async function runProtocol(session: Session, protocol: Protocol, folder: string, context?: TaskContext): Promise<ProtocolOutcome> {
  const { data } = protocol;
  if ('workspace' in data) {
    await session.open(resolve(folder, data.workspace));
    return runInWorkspace(session, protocol, folder, protocol.split, context && { context });
  }
  const temporary = await mkdtemp(join(tmpdir(), 'ranklab-protocol-'));
  try {
    await session.create(join(temporary, 'workspace'), 'protocol');
    const { split, statements } = await importData(session, protocol, folder, subtask(context, 0, 0.2)).catch(withoutRejectsFile);
    const looks = await userLooks(protocol.statistics.countLooks ?? false);
    return await runInWorkspace(session, protocol, folder, split, { context: subtask(context, 0.2, 1), looks, statements });
  } finally {
    await session.close();
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Their folder is removed with the workspace. */
function withoutRejectsFile(error: unknown): never {
  throw error instanceof NothingImported ? error.withRejectsFile(null) : error;
}

interface ImportedData {
  readonly split: SplitSettings | undefined;
  /** What the result says of rows that were not read. */
  readonly statements: readonly string[];
}

async function importData(session: Session, protocol: Protocol, folder: string, context: TaskContext): Promise<ImportedData> {
  const { data } = protocol;
  const workspace = session.current();
  const within = (path: string): string => resolveTable(path, folder);
  if ('preset' in data) {
    const report = await workspace.import(importRequestSchema.parse({ preset: data.preset, from: within(data.from) }), context);
    return { split: protocol.split, statements: unreadRows(report) };
  }
  if ('workspace' in data) throw new RankLabError('INTERNAL', 'A workspace is not imported');
  const sides = {
    ...(data.videos !== undefined && { videos: within(data.videos), mapVideos: data.mapVideos }),
    ...(data.users !== undefined && { users: within(data.users), mapUsers: data.mapUsers }),
  };
  const first = 'train' in data ? data.train : data.interactions;
  const report = await workspace.import(
    importRequestSchema.parse({ interactions: within(first), map: data.map, ...sides, acceptGuesses: true }),
    context,
  );
  if (!('train' in data)) return { split: protocol.split, statements: unreadRows(report) };
  if (protocol.split !== undefined) {
    throw new RankLabError('INVALID_ARGUMENT', 'A protocol with a training file and a test file is already split', {
      place: 'split',
      remedy: 'Leave “split” out, or give one file as “interactions”',
    });
  }
  const trainCount = (await workspace.dataset()).interactions.count;
  const tested = await workspace.import(
    importRequestSchema.parse({ interactions: within(data.test), map: data.map, mode: 'merge', acceptGuesses: true }),
    context,
  );
  const testCount = (await workspace.dataset()).interactions.count - trainCount;
  if (testCount === 0) {
    throw new RankLabError('INVALID_ARGUMENT', `${data.test} holds no interaction that ${data.train} does not hold, too`, {
      place: 'data.test',
      value: data.test,
      remedy: 'Give a test file of other interactions than those of the training file',
    });
  }
  const split = splitSettingsSchema.parse({ id: 'predefined', params: { testCount } });
  return { split, statements: [...unreadRows(report), ...unreadRows(tested)] };
}

/** Rows of files that are not in the data, and cells that count as missing: they move numbers. */
function unreadRows({ files, rejects }: ImportReport): string[] {
  return files.flatMap(({ file, lines, rejected, leftOut, leftOutBecause, unreadable }) => {
    const first = rejects.find((row) => row.file === file);
    const why = first ? `, the first in line ${first.line}: ${first.reason}` : '';
    return [
      ...(rejected > 0 ? [`${rejected} of ${lines} rows of ${file} were rejected${why}`] : []),
      ...(leftOut > 0 ? leftOutBecause.map(({ reason, count }) => `${count} of ${lines} rows of ${file} were left out: ${reason}`) : []),
      ...unreadable.map(
        ({ column, count, line, reason }) => `${count} cells of ${column} in ${file} count as missing; line ${line}: ${reason}`,
      ),
    ];
  });
}

async function runInWorkspace(
  session: Session,
  protocol: Protocol,
  folder: string,
  split: SplitSettings | undefined,
  {
    context,
    looks,
    statements = [],
  }: { readonly context?: TaskContext; readonly looks?: Looks; readonly statements?: readonly string[] } = {},
): Promise<ProtocolOutcome> {
  const workspace = session.current();
  const { experiments, simulations, runs, vectors, lists } = workspace;
  const stored = await addRuns(protocol, runs, folder);
  const signals = await definitionsOf(protocol, { runs, vectors }, folder);
  const written = configOf(protocol, split, stored, signals);
  const models = { ...protocol.models, factors: { ...protocol.models.factors, values: protocol.trainValues }, seed: protocol.seed };
  const tuningShare = protocol.tune.sweep || protocol.tune.learn ? 0.4 : 0;
  const tuned = await tuneVariants(workspace, { config: written, models, signals }, protocol.tune, subtask(context, 0, tuningShare));
  const rest = context && subtask(context, tuningShare, 1);
  const config = withTuned(written, tuned.variants);
  const notes = protocolNotes(protocol, config);
  const options = { models, statements: [...statements, ...tuned.statements], ...(looks && { looks }) };
  const multiverseInput = protocol.multiverse && { config, models, ...protocol.multiverse };
  const share = multiverseInput ? 0.3 : 1;
  const plan = multiverseInput && (await experiments.multiverse.requirePlan(multiverseInput));
  if (plan) rest?.report?.(0, `${plan.metric} under ${plural(plan.measured, 'specification')}`);
  const part = rest && subtask(rest, 0, share);
  const { files, result } = await experiments.report(config, protocol.formats, part, { ...options, notes });
  const answers = [...tuned.files];
  answers.push(
    ...(await diagnose(
      { diagnosis: experiments.diagnosis, seekGoal: (...asked) => lists.goal(...asked) },
      { config, everyUser: true, ...options },
      protocol.diagnose,
      part,
    )),
  );
  answers.push(...(await simulate(simulations, { config, everyUser: true, ...options }, protocol.simulate, part)));
  if (!multiverseInput) return { files: [...files, ...answers], result };
  const multiverse = await experiments.multiverse.run(multiverseInput, rest && subtask(rest, share, 1), looks);
  return { files: [...files, ...answers, ...multiverseFiles(multiverse)], result, multiverse };
}

/** @throws INVALID_ARGUMENT where the tuned variants are too many. */
const withTuned = (config: ExperimentConfig, tuned: readonly Variant[]): ExperimentConfig =>
  tuned.length === 0 ? config : parseOrThrow(experimentConfigSchema, { ...config, variants: [...config.variants, ...tuned] }, 'tune');

type NamedRun = Pick<z.infer<typeof protocolRunSchema>, 'run' | 'map' | 'knownAt'>;
type StoredRuns = ReadonlyMap<NamedRun, StoredRun>;

const runsOf = (entry: Protocol['variants'][number]): readonly NamedRun[] => ('run' in entry ? [entry] : 'fuse' in entry ? entry.fuse : []);

/** Stores the runs that a protocol names. @throws NOT_FOUND, IMPORT_FAILED naming the file. */
async function addRuns({ variants }: Protocol, store: RunStore, folder: string): Promise<StoredRuns> {
  const stored = new Map<NamedRun, StoredRun>();
  for (const named of variants.flatMap(runsOf)) {
    const map = Object.fromEntries(Object.entries(named.map).filter(([, column]) => column !== undefined));
    stored.set(named, await store.add(resolve(folder, named.run), { knownAt: named.knownAt, map }));
  }
  return stored;
}

/** The protocol's signals; their files are stored first. @throws NOT_FOUND, IMPORT_FAILED naming the file. */
async function definitionsOf({ signals }: Protocol, stores: FileStores, folder: string): Promise<SignalDefinitions> {
  const definitions: SignalDefinitions = {};
  for (const [id, { file, files: named, ...definition }] of Object.entries(signals)) {
    const files = Object.fromEntries(
      Object.entries({ ...(file !== undefined && { '': file }), ...named }).map(([name, path]) => [name, resolve(folder, path)]),
    );
    definitions[id] = { ...definition, params: await withStoredFiles(stores, { ...definition, files, place: `signals.${id}` }) };
  }
  return definitions;
}

/** `stored`: the runs among the variants, which a protocol names by their files; `signals`: its definitions. */
function configOf(
  protocol: Protocol,
  split: SplitSettings | undefined,
  stored: StoredRuns = new Map(),
  signals: SignalDefinitions = {},
): ExperimentConfig {
  const candidates = { universe: protocol.universe, removeSeen: protocol.removeSeen, coldUsers: protocol.coldUsers };
  return experimentConfigSchema.parse({
    ...(split !== undefined && { split }),
    relevance: protocol.relevance,
    variants: protocol.variants.map((entry) => {
      if ('baseline' in entry) return baselineVariant(entry.baseline, { params: entry.params, candidates, ...nameAndDepth(entry) });
      const runOf = (named: NamedRun): StoredRun => {
        const run = stored.get(named);
        if (!run) throw new RankLabError('INTERNAL', `The run ${named.run} has not been read`);
        return run;
      };
      if ('run' in entry) {
        const variant = runVariant(runOf(entry), { policy: entry.policy, candidates, ...nameAndDepth(entry) });
        return entry.weights ? completeVariant(weighedRun(variant, entry.weights, entry.normalization), signals) : variant;
      }
      if (!('fuse' in entry)) return completeVariant(entry, signals);
      const runs = entry.fuse.map((named) => ({
        run: runOf(named),
        policy: named.policy,
        ...(named.weight !== undefined && { weight: named.weight }),
      }));
      return fusedVariant(runs, { merge: entry.method, candidates, ...nameAndDepth(entry) });
    }),
    metrics: protocol.metrics,
    listLength: protocol.listLength,
    factorCount: protocol.models.factors.factorCount,
    countMissingAsZero: protocol.countMissingAsZero,
    scoreTies: protocol.ties,
    timeTieOrders: protocol.timeTieOrders,
    statistics: protocol.statistics,
    segments: protocol.segments,
    ...(protocol.fittedOn !== undefined && { fittedOn: protocol.fittedOn }),
    ...(protocol.acceptLeakage !== undefined && { acceptLeakage: protocol.acceptLeakage }),
    seed: protocol.seed,
  });
}

const nameAndDepth = ({ name, depth }: { readonly name?: string | undefined; readonly depth: number }) => ({
  depth,
  ...(name !== undefined && { name }),
});
