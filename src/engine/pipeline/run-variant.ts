import { RankLabError } from '#shared/errors';
import { variantSchema, type Variant, type VariantInput } from '#shared/schemas/variant';
import { runPolicySchema, type RunPolicy, type StoredRun } from '#shared/schemas/foreign-run';
import type { SignalDefinitions } from '#shared/schemas/signal';
import { foreignRun } from '../candidates/sources/foreign-run';
import { isSourceRanking } from './source-ranking';

interface RunVariantOptions {
  readonly name?: string;
  readonly policy?: Partial<RunPolicy>;
  readonly candidates?: VariantInput['candidates'];
  /** Positions that a metric without a cutoff sees; a cutoff beyond it makes the list as deep as that. */
  readonly depth?: number;
}

/** As deep as TREC runs are. */
const runDepth = 1000;

const nameOf = (file: string): string => (file.replace(/\.[A-Za-z0-9]{1,8}$/, '') || file).slice(0, 120);

/** A variant that ranks exactly as a stored run does. Its lists are the run's: users without one get an empty list. */
export function runVariant(run: Pick<StoredRun, 'sha256' | 'file'> & Partial<StoredRun>, options: RunVariantOptions = {}): Variant {
  const { sha256, file } = run;
  const { name = nameOf(file), policy = {}, candidates = {}, depth = runDepth } = options;
  return variantSchema.parse({
    name,
    notes: `From ${file}`,
    candidates: {
      coldUsers: 'empty',
      ...candidates,
      sources: [{ id: foreignRun.id, limit: depth, params: { run: sha256, ...runPolicySchema.parse(policy) } }],
      merge: { id: 'score' },
      poolSize: depth,
      deepens: true,
    },
    weights: { retrieval: 1 },
    ...((run.columns?.length ?? 0) > 0 && { signals: columnSignals(run) }),
    normalization: 'none',
  } satisfies VariantInput);
}

/** A run among those to fuse. */
interface RunToFuse {
  readonly run: Pick<StoredRun, 'sha256' | 'file'>;
  readonly policy?: Partial<RunPolicy>;
  readonly weight?: number;
}

interface FusedVariantOptions extends Pick<RunVariantOptions, 'name' | 'candidates' | 'depth'> {
  readonly merge: NonNullable<VariantInput['candidates']>['merge'];
}

/** As many entries of a run as are merged. */
const mergedDepth = 10_000;

/** A variant that ranks as the merge of several stored runs. @throws INVALID_ARGUMENT for fewer than two. */
export function fusedVariant(runs: readonly RunToFuse[], { name, merge, candidates = {}, depth = runDepth }: FusedVariantOptions): Variant {
  if (runs.length < 2) throw new RankLabError('INVALID_ARGUMENT', 'A fusion needs two runs or more', { place: 'fuse' });
  const files = runs.map(({ run }) => run.file);
  return variantSchema.parse({
    name: name ?? `${merge?.id ?? 'rrf'} of ${files.map(nameOf).join(', ')}`.slice(0, 120),
    notes: `Fusion of ${files.join(', ')}`.slice(0, 10_000),
    candidates: {
      coldUsers: 'empty',
      ...candidates,
      sources: runs.map(({ run: { sha256 }, policy = {}, weight }) => ({
        id: foreignRun.id,
        limit: mergedDepth,
        params: { run: sha256, ...runPolicySchema.parse(policy) },
        ...(weight !== undefined && { weight }),
      })),
      merge,
      poolSize: depth,
    },
    weights: { retrieval: 1 },
    normalization: 'none',
  } satisfies VariantInput);
}

/** Every further numeric column of a run as a signal of its variant, so that its ranking can be weighed anew. */
function columnSignals({ sha256, file, columns = [], knownAt = null }: Partial<StoredRun>): SignalDefinitions {
  const taken = new Set<string>();
  const idOf = (column: string): string => {
    const plain =
      column
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .replace(/^[^a-z]+/, '')
        .slice(0, 28) || 'column';
    const stem = `${plain}_${(sha256 ?? '').slice(0, 6)}`;
    let id = stem;
    for (let number = 2; taken.has(id); number++) id = `${stem}_${number}`;
    taken.add(id);
    return id;
  };
  return Object.fromEntries(
    columns.map((column) => [
      idOf(column),
      {
        label: `${column} of ${file ?? ''}`.slice(0, 80),
        kind: 'score',
        params: { run: sha256, column },
        direction: 'higher',
        knownAt,
      } as const,
    ]),
  );
}

/**
 * The variant of a run with weights for the run's own columns (by their names) and for signals (by id); `retrieval` is the run's own score or
 * rank. Numbers of several kinds are made comparable by `normalization`, from the least to the greatest of a list unless given.
 */
export function weighedRun(
  variant: Variant,
  weights: Readonly<Record<string, number>>,
  normalization: Variant['normalization'] = 'min-max',
): Variant {
  const own = Object.entries(variant.signals ?? {});
  const idOf = (name: string): string => own.find(([, { params }]) => params['column'] === name)?.[0] ?? name;
  const named = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [idOf(name), weight]));
  return { ...variant, weights: { retrieval: 1, ...named }, normalization };
}

/** The run that a variant consists of and how it is read; undefined for every other variant. */
export function runOf(variant: Variant): { readonly sha256: string; readonly policy: RunPolicy } | undefined {
  const [source] = variant.candidates.sources;
  if (source?.id !== foreignRun.id || variant.candidates.sources.length > 1 || !isSourceRanking(variant)) return undefined;
  const { run, ...policy } = foreignRun.params.parse(source.params);
  return { sha256: run, policy };
}
