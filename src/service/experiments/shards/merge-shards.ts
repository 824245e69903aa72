import { basename } from 'node:path';
import type { VariantReport } from '#engine/model/experiment-report';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { MergedBench } from '#engine/pipeline/shards/merged-bench';
import { joinContributions, joinFlags, joinRuns, type VariantLists } from '#engine/pipeline/shards/shard-lists';
import { usersOfShard } from '#engine/pipeline/shards/user-shards';
import { isSourceRanking } from '#engine/pipeline/source-ranking';
import type { VariantOutcome } from '#engine/pipeline/variant-outcome';
import { plural } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { Shard, ShardHeader } from '#shared/schemas/shard';
import type { Prepared } from '../evaluation-caches';
import { cutRun } from '#engine/pipeline/measured-lists';
import { sourceReport } from '../explain-variant';
import type { ComparisonParts, PreparedComparison } from '../prepare-comparison';
import type { PrecomputedLists } from '../run-comparison';
import type { ShardFile } from './shard-file';
import { differenceOf, identityOf } from './shard-identity';

const listed = 8;
const names = (numbers: readonly string[]): string =>
  `${numbers.slice(0, listed).join(', ')}${numbers.length > listed ? ` and ${numbers.length - listed} more` : ''}`;

/**
 * The files as the parts of one comparison, by number. @throws CONFLICT naming a shard of another comparison or one that is there twice,
 * NOT_FOUND naming those that are missing.
 */
export function completeShards(files: readonly ShardFile[]): readonly ShardFile[] {
  const [first] = files;
  if (!first) throw new RankLabError('NOT_FOUND', 'There are no shards to merge', { remedy: 'Name the folders of the shards' });
  const { count } = first.header.shard;
  const byIndex = new Map<number, ShardFile>();
  for (const file of files) {
    const { shard } = file.header;
    const difference =
      shard.count === count
        ? (differenceOf(first.header, file.header) ?? differenceOfPasses(first.header, file.header))
        : `it is one of ${shard.count} shards, not of ${count}`;
    if (difference !== undefined) throw foreign(file.path, difference, `${basename(first.path)}, which was read first`);
    const other = byIndex.get(shard.index);
    if (other) {
      throw new RankLabError('CONFLICT', `Shard ${shard.index}/${count} is there twice: ${other.path} and ${file.path}`, {
        place: file.path,
        remedy: 'Leave one of the two files out',
      });
    }
    byIndex.set(shard.index, file);
  }
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    const shards = missing.map((index) => `${index}/${count}`);
    throw new RankLabError('NOT_FOUND', `${plural(missing.length, 'shard')} of ${count} missing: ${names(shards)}`, {
      place: 'shards',
      value: shards.slice(0, listed).join(', '),
      remedy: `Measure them with “--shard ${shards[0]}”${missing.length > 1 ? ' and so on' : ''}, and merge again`,
    });
  }
  return [...byIndex.values()].sort((a, b) => a.header.shard.index - b.header.shard.index);
}

/** The lists of each pass are joined by its place in the file. */
function differenceOfPasses(a: ShardHeader, b: ShardHeader): string | undefined {
  const passesOf = ({ passes }: ShardHeader): string => JSON.stringify(passes.map(({ order, quick }) => [order, quick]));
  return passesOf(a) === passesOf(b) ? undefined : 'it has lists under other orders of interactions';
}

const foreign = (path: string, difference: string, than: string): RankLabError =>
  new RankLabError('CONFLICT', `${basename(path)} is of another comparison than ${than}: ${difference}`, {
    place: path,
    remedy: 'Leave it out, or measure all shards of one comparison with the same options on the same workspace or snapshot',
  });

/** The lists of a comparison's shards in place of making them. @param shards complete, of one comparison. */
export class MergedShards implements PrecomputedLists {
  constructor(
    private readonly parts: ComparisonParts,
    private readonly shards: readonly ShardFile[],
  ) {}

  get config(): ExperimentConfig {
    return this.#first.header.config;
  }

  bench(order: number, prepared: Prepared, comparison: PreparedComparison): EvaluationBench {
    const { view, qrels } = prepared.bench;
    if (order === 0) this.#requireSame(prepared, comparison);
    const { variants } = comparison.config;
    const lists = (quick: boolean): VariantLists[] | undefined => {
      const pass = this.#pass(order, quick);
      if (pass < 0) return undefined;
      this.#requireUsers(pass, view.dataset.users.ids.ids, qrels.users);
      this.#requireItems(pass, view.dataset.items.ids.size);
      return this.#listsOf(pass, qrels.users);
    };
    return new MergedBench(view, qrels, { variants, full: lists(false), quick: lists(true) });
  }

  explained(outcomes: readonly VariantOutcome[], length: number): VariantReport[] {
    const pass = this.#pass(0, false);
    return outcomes.map((outcome, v): VariantReport => {
      const variant = this.config.variants[v];
      if (variant === undefined || isSourceRanking(variant)) return sourceReport(outcome, length);
      const parts = this.shards.flatMap(({ passes }) => passes[pass]?.variants[v]?.explained ?? []);
      const signals = parts[0]?.signals ?? [];
      const run = cutRun(outcome.run, length);
      return { ...outcome, run, measuredRun: outcome.run, signals, contributions: joinContributions(parts, run, signals.length) };
    });
  }

  get #first(): ShardFile {
    return this.shards[0] as ShardFile;
  }

  #pass(order: number, quick: boolean): number {
    return this.#first.header.passes.findIndex((pass) => pass.order === order && pass.quick === quick);
  }

  #listsOf(pass: number, users: Int32Array): VariantLists[] {
    return this.config.variants.map((_, v) => {
      const parts = this.shards.map(({ passes }) => passes[pass]?.variants[v] as VariantLists);
      const run = joinRuns(
        parts.map((part) => part.run),
        users,
      );
      const flags = parts.map((part) => ({ users: part.run.users, flags: part.fallbacks }));
      return { run, fallbacks: joinFlags(flags, users) };
    });
  }

  /** The workspace has the data and settings of the shards. */
  #requireSame({ side, bench }: Prepared, comparison: PreparedComparison): void {
    const { dataset } = bench.view;
    const here = { identity: identityOf(this.parts, comparison, { side, dataset }), config: this.config };
    const difference = differenceOf(here, this.#first.header);
    if (difference !== undefined) throw foreign(this.#first.path, difference, 'this workspace');
  }

  /** Every shard has exactly its test users. */
  #requireUsers(pass: number, ids: readonly string[], all: Int32Array): void {
    for (const { header, path, passes } of this.shards) {
      const expected = usersOfShard(ids, all, header.shard);
      const users = passes[pass]?.users ?? new Int32Array(0);
      if (expected.length === users.length && expected.every((user, u) => user === users[u])) continue;
      throw unfit(path, header.shard, `does not hold the users of shard ${header.shard.index}/${header.shard.count}`);
    }
  }

  #requireItems(pass: number, count: number): void {
    for (const { header, path, passes } of this.shards) {
      const isForeign = passes[pass]?.variants.some(({ run }) => run.items.some((item) => item >= count));
      if (isForeign === true) throw unfit(path, header.shard, 'ranks videos that the data do not have');
    }
  }
}

const unfit = (path: string, { index, count }: Shard, problem: string): RankLabError =>
  new RankLabError('CORRUPT_ARTIFACT', `${basename(path)} ${problem}`, {
    place: path,
    remedy: `Measure it again with “--shard ${index}/${count}”`,
  });
