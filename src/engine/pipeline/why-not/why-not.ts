import type { WhyNotOutput } from '#shared/schemas/explanation';
import type { Variant } from '#shared/schemas/variant';
import { parseParams } from '../../core/registry';
import { candidateSources } from '../../candidates/registry';
import type { RankedItem } from '../../model/run';
import type { CandidateRequest, TrainingView } from '../../model/training-view';
import { explainList } from '../../rerank/explain';
import { filtersAgainst } from '../../rerank/filters';
import { findLifts } from '../../rerank/flips/lift';
import { retrieveCandidates } from '../../candidates/merge';
import type { ListContext } from '../pools';
import type { Recommender } from '../recommend';
import { seenItems } from '../training-view';

type WhyNot = Omit<WhyNotOutput, 'video'>;

interface Question {
  readonly target: ListContext;
  readonly item: number;
  readonly variant: Variant;
  readonly limit: number;
}

/**
 * Traces one item through the stages of a list and names the first that dropped it: seen, unknown at training time,
 * not retrieved by any source, cut by the pool, filtered, removed by the creator limit, or outranked.
 */
export async function whyNot(recommender: Recommender, question: Question): Promise<WhyNot> {
  const { view } = recommender;
  const { target, item, variant } = question;
  const { candidates } = variant;
  const dropped = {
    position: null,
    poolPosition: null,
    poolSize: 0,
    score: null,
    scoreToBeat: null,
    contributions: [],
    sources: await sourcePositions(view, target, item, variant),
    lifts: [],
  };

  if ('userRow' in target && candidates.removeSeen && seenItems(view, target.userRow).includes(item)) {
    return { ...dropped, stage: 'seen', sentence: 'The user already watched it in the training period, and seen videos are removed.' };
  }
  if (candidates.universe === 'training' && view.knownItems[item] !== 1) {
    return {
      ...dropped,
      stage: 'unknown-at-training',
      sentence: 'It was not known at training time, and the candidate universe is limited to videos that were.',
    };
  }
  const everyCandidate = { ...variant, mmrLambda: 1, filters: { ...variant.filters, maxPerCreator: null } };
  const { ranker, pool } = await recommender.rankerFor(target, everyCandidate, candidates.poolSize);
  const { count: poolSize } = pool;
  const poolPosition = pool.items.subarray(0, poolSize).indexOf(item) + 1;
  if (poolPosition === 0) return { ...dropped, poolSize, ...(await outsidePool(view, question, dropped.sources)) };
  const against = filtersAgainst(view.dataset.items, variant.filters, item);
  if (against.length > 0) {
    return {
      ...dropped,
      stage: 'filtered',
      removedBy: against,
      poolPosition,
      poolSize,
      sentence: `It is removed by ${against.join(' and ')}.`,
    };
  }
  const { sources } = dropped;
  return {
    ...(await rankedItem(
      recommender,
      question,
      explainList(ranker, 0, () => []),
    )),
    poolPosition,
    poolSize,
    sources,
  };
}

/** Whether no source retrieved the item or the pool was too small for it. */
async function outsidePool(
  view: TrainingView,
  { target, item, variant }: Question,
  sources: WhyNot['sources'],
): Promise<Pick<WhyNot, 'stage' | 'sentence' | 'poolPosition'>> {
  const found = sources.filter((source) => source.position !== null && source.position <= source.limit);
  if (found.length === 0) return { stage: 'not-retrieved', poolPosition: null, sentence: notRetrieved(sources) };
  const merged = await mergedPosition(view, target, item, variant);
  const names = found.map(({ id }) => id).join(', ');
  return {
    stage: 'cut-by-pool',
    poolPosition: merged,
    sentence: `It was retrieved by ${names} but is at position ${merged ?? 'none'} of the merge, and the pool keeps ${variant.candidates.poolSize}.`,
  };
}

/** An eligible candidate: its place in the list, or in the ranking of all candidates by score and what would bring it into the list. */
async function rankedItem(
  recommender: Recommender,
  { target, item, variant, limit }: Question,
  list: readonly RankedItem[],
): Promise<Omit<WhyNot, 'poolPosition' | 'poolSize' | 'sources'>> {
  const self = list.find((entry) => entry.item === item);
  const { ranker: actual } = await recommender.rankerFor(target, variant, limit);
  const shown = explainList(actual, 0, () => []);
  const at = shown.findIndex((entry) => entry.item === item);
  const lifts = at < 0 && variant.mmrLambda === 1 && variant.filters.maxPerCreator === null ? findLifts(actual, 0, item, 0, 1) : [];
  return {
    position: at >= 0 ? at + 1 : (self?.position ?? null),
    score: self?.score ?? null,
    ...(self?.tie && { tie: self.tie }),
    scoreToBeat: shown.at(-1)?.score ?? null,
    contributions: [...((at >= 0 ? shown[at] : self)?.contributions ?? [])],
    lifts,
    ...(at >= 0
      ? { stage: 'listed', sentence: `It is in the list, at position ${at + 1}.${variant.mmrLambda === 1 ? tieSentence(self) : ''}` }
      : notListed(variant, limit, self, list.length)),
  };
}

const tieSentence = (entry: RankedItem | undefined): string =>
  entry?.tie ? ` ${entry.tie.count} candidates tie at ${entry.tie.first} to ${entry.tie.last}: the lower row stands first.` : '';

/** Why an eligible candidate is not in the list, by its entry among all `count` candidates by score. */
function notListed(
  { filters, mmrLambda }: Variant,
  limit: number,
  entry: RankedItem | undefined,
  count: number,
): Pick<WhyNot, 'stage' | 'sentence'> {
  const position = entry?.position;
  if (position === undefined || position > limit) {
    const sentence = `It is ranked, at position ${position ?? '?'} of ${count}; the list ends at ${limit}.${tieSentence(entry)}`;
    return { stage: 'outranked', sentence };
  }
  if (filters.maxPerCreator !== null && mmrLambda === 1) {
    return {
      stage: 'creator-limit',
      sentence: `By score it would be at ${position}, but its creator already has ${filters.maxPerCreator} in the list.`,
    };
  }
  return {
    stage: 'outranked',
    sentence: `By relevance it would be at ${position}; diversity (MMR λ ${mmrLambda}) puts less similar videos first.`,
  };
}

function notRetrieved(sources: WhyNot['sources']): string {
  const near = sources
    .filter((source) => source.position !== null)
    .map((source) => `${source.id} has it at ${source.position} and gives ${source.limit}`);
  return near.length > 0
    ? `No source retrieved it: ${near.join('; ')}.`
    : 'No source can retrieve it for this request: it has neither a vector near the profile nor training interactions.';
}

const requestOf = (view: TrainingView, target: ListContext, variant: Variant): CandidateRequest => ({
  ...target,
  exclude:
    'videoRow' in target
      ? Int32Array.of(target.videoRow)
      : 'userRow' in target && variant.candidates.removeSeen
        ? seenItems(view, target.userRow)
        : new Int32Array(0),
});

/** The item's position in each configured source with unlimited depth. */
async function sourcePositions(view: TrainingView, target: ListContext, item: number, variant: Variant): Promise<WhyNot['sources']> {
  const request = requestOf(view, target, variant);
  const everything = view.dataset.items.ids.size;
  return Promise.all(
    variant.candidates.sources.map(async ({ id, limit, params }, s) => {
      const source = candidateSources.get(id, `candidates.sources.${s}`);
      const prepared = await source.prepare(view, parseParams(source, params, `candidates.sources.${s}.params`));
      const [answer] = await prepared.retrieve([request], everything);
      const position = answer ? answer.items.indexOf(item) + 1 : 0;
      return { id, limit, position: position > 0 ? position : null };
    }),
  );
}

/** Position in the merge of what the sources retrieved, before the pool was cut. */
async function mergedPosition(view: TrainingView, target: ListContext, item: number, variant: Variant): Promise<number | null> {
  const widest = { ...variant.candidates, poolSize: 10_000 };
  const [pool] = await retrieveCandidates(view, [requestOf(view, target, variant)], widest);
  const at = pool.items.subarray(0, pool.count).indexOf(item);
  return at < 0 ? null : at + 1;
}
