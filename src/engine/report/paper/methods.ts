import type { ExperimentReport } from '../../model/experiment-report';
import { mentionedIn, metricReferences, statisticsReferences, type Reference } from './bibliography';

/** A sentence with what it cites. */
export interface MethodSentence {
  readonly text: string;
  readonly cites: readonly Reference[];
}

const sentence = (text: string, cites: readonly Reference[] = []): MethodSentence => ({ text, cites });
const setting = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** The methods section: every convention of the result, each in a sentence. */
export function methodSentences({ config, result, sources = {} }: ExperimentReport): MethodSentence[] {
  const { conventions } = result;
  const { statistics, variants } = config;
  const named = (text: string): Reference[] => mentionedIn(text, statisticsReferences);
  const percent = `${Number((100 * statistics.confidence).toPrecision(6))}%`;
  return [
    sentence(
      `We compared ${variants.length} ranking variants offline on held-out interactions, paired on the same users; the first, “${variants[0]?.name ?? ''}”, is the baseline.`,
    ),
    ...result.statements.map((statement) => sentence(`${statement.replace(/[.;]?$/, '')}.`)),
    ...(conventions
      ? [
          sentence(
            `Split parameters: ${setting({ ...conventions.split.params, 'validation fraction': conventions.split.validationFraction })}; seed ${conventions.seed}.`,
          ),
          sentence(`Models were fitted on ${conventions.trainValues} values; relevance: ${setting(conventions.relevance)}.`),
          ...conventions.variants.map((variant) =>
            sentence(
              `“${variant.variant}”: candidates from ${variant.universe === 'all' ? 'all items' : 'items known at training time'}, seen items ${variant.seenItems}, users without history: ${variant.coldUsers}, ${variant.depth} candidates${variant.deepens ? ', more where a cutoff asks for them' : ''}.`,
            ),
          ),
          ...conventions.metrics.map(({ spec, metricId, version, params }) =>
            sentence(
              `We report ${spec} (definition ${metricId}, version ${version}${Object.keys(params).length > 0 ? `, ${setting(params)}` : ''})${sources[metricId] === undefined ? '' : `, after ${sources[metricId]}`}.`,
              mentionedIn(sources[metricId] ?? '', metricReferences),
            ),
          ),
        ]
      : []),
    sentence(
      `Means are macro averages over users; intervals (${percent}) come from a paired bootstrap (BCa) of users with ${statistics.bootstrapSamples} samples.`,
      named('bootstrap'),
    ),
    sentence(
      `Differences were tested by paired sign-flip randomisation with at least ${statistics.permutations} sign patterns; paired t and Wilcoxon signed-rank tests (Pratt’s and Wilcoxon’s treatment of zeros) are given beside it.`,
      named('sign-flip paired t Wilcoxon Pratt'),
    ),
    sentence(
      statistics.correction === 'none'
        ? `p-values are not corrected for the ${result.familySize} tests made.`
        : `p-values are corrected for all ${result.familySize} tests made (${statistics.correction === 'holm' ? 'Holm' : 'Benjamini–Hochberg'}); a difference counts at ${Number((1 - statistics.confidence).toPrecision(6))}${statistics.countLooks ? ', earlier looks at the same test part included' : ''}.`,
      named(statistics.correction),
    ),
  ];
}

export const citedIn = (sentences: readonly MethodSentence[]): Reference[] => {
  const cited = new Set(sentences.flatMap(({ cites }) => cites));
  return [...metricReferences, ...statisticsReferences].filter((one) => cited.has(one));
};
