import { compareBytes } from './compare-bytes';
import { judgeTopic, type JudgedTopic, type TopicOptions } from './judged-topic';
import { preferenceTopic, type PreferenceTopic } from './preferences';
import { parseGroupedQrels, parsePreferences, type JudgementFormat } from './trec-judgements';
import { parseTrecQrels, type Notes, type ScoredDocuments, type TrecQrels, type TrecRun } from './trec-files';

/** One topic as the measures of each kind of judgement see it; the others are undefined. */
export interface Topic {
  readonly qrels?: JudgedTopic;
  readonly groups?: readonly JudgedTopic[];
  readonly preferences?: PreferenceTopic;
}

/** A file of judgements, read: which queries it has and how it judges a list. */
export interface Judgements {
  /** Ascending by strcmp. */
  readonly queries: readonly string[];
  /** Undefined unless the format is plain qrels. */
  readonly qrels: TrecQrels | undefined;
  /** @param ranked documents, best first; empty for a query that the run does not have. */
  topic(query: string, ranked: readonly string[], options: TopicOptions): Topic;
}

/** @throws IMPORT_FAILED naming file and line. */
export function readJudgements(text: string, file: string, format: JudgementFormat, notes: Notes): Judgements {
  if (format === 'qrels') {
    const qrels = parseTrecQrels(text, file, notes);
    return {
      queries: sorted(qrels),
      qrels,
      topic: (query, ranked, options) => ({ qrels: judgeTopic(ranked, qrels.get(query) ?? new Map<string, number>(), options) }),
    };
  }
  if (format === 'qrels_jg') {
    const grouped = parseGroupedQrels(text, file, notes);
    return {
      queries: sorted(grouped),
      qrels: undefined,
      topic: (query, ranked, options) => ({
        groups: [...(grouped.get(query) ?? [])].map(([, judgements]) => judgeTopic(ranked, judgements, options)),
      }),
    };
  }
  const preferences = parsePreferences(text, file, format);
  return {
    queries: sorted(preferences),
    qrels: undefined,
    topic: (query, ranked) => ({ preferences: preferenceTopic(ranked, preferences.get(query) ?? []) }),
  };
}

const sorted = (table: ReadonlyMap<string, unknown>): string[] => [...table.keys()].sort(compareBytes);

/** trec_eval breaks ties by document id, descending, but ascending where it reads preferences. */
export const ranksSmallerIdsFirst = (format: JudgementFormat): boolean => format === 'prefs' || format === 'qrels_prefs';

/**
 * Documents of every query, best first: by score, ties by document id, at most `limit` of each. Ids descend (strcmp), but
 * ascend for preferences: so trec_eval does.
 */
export function rankedLists(run: TrecRun, format: JudgementFormat, limit: number): TrecRun {
  const direction = ranksSmallerIdsFirst(format) ? -1 : 1;
  return new Map([...run].map(([query, list]) => [query, ranked(list, direction, limit)] as const));
}

function ranked(list: ScoredDocuments, direction: number, limit: number): ScoredDocuments {
  const { documents, scores } = list;
  const compare = (i: number, j: number): number => {
    const [x, y] = [scores[i], scores[j]];
    return x === y ? direction * compareBytes(documents[j], documents[i]) : x < y ? 1 : -1;
  };
  if (documents.length <= limit && documents.every((_, i) => i === 0 || compare(i - 1, i) < 0)) return list;
  const best = documents
    .map((_, i) => i)
    .sort(compare)
    .slice(0, limit);
  return { documents: best.map((i) => documents[i]), scores: best.map((i) => scores[i]) };
}
