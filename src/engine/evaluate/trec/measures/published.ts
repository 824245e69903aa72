import type { MeasureParams, TrecMeasure } from './measure';
import { trecFamilies, trecMeasures } from './registry';

/** A measure's definition as people read it, in the app and in the documentation. */
interface PublishedMeasure {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** LaTeX. */
  readonly formula: string;
  readonly source: string;
  readonly range: string;
  readonly direction: 'higher' | 'lower' | 'neither';
  /** How topics become one number, and for which judgements. */
  readonly scope: string;
  readonly parameters: string;
  readonly edgePolicy: string;
  /** Families that ask for it. */
  readonly families: readonly string[];
}

const averages: Readonly<Record<TrecMeasure['average'], string>> = {
  mean: 'mean over topics',
  geometric: 'geometric mean over topics',
  sum: 'sum over topics',
  text: 'a text',
};

const judgements: Readonly<Record<TrecMeasure['input'], string>> = {
  any: '',
  qrels: '',
  groups: '; needs --judgements qrels_jg',
  preferences: '; needs --judgements prefs or qrels_prefs',
};

function parametersOf(params: MeasureParams): string {
  switch (params.kind) {
    case 'none':
      return 'takes none';
    case 'cutoffs':
      return `cutoffs, by default ${params.defaults.join(', ')}`;
    case 'fractions':
      return `fractions, by default ${params.defaults.join(', ')}`;
    case 'numbers':
      return `numbers, by default ${params.defaults.join(', ')}`;
    case 'pairs':
      return `name=number: ${params.names}`;
  }
}

export const publishedMeasures = (): PublishedMeasure[] =>
  trecMeasures.map(({ id, label, description, formula, source, range, direction, average, input, params, edgePolicy }) => ({
    ...{ id, label, description, formula, source, range, direction, edgePolicy },
    scope: `${averages[average]}${judgements[input]}`,
    parameters: parametersOf(params),
    families: Object.entries(trecFamilies).flatMap(([family, ids]) => (ids.includes(id) ? [family] : [])),
  }));

/** The part of the definitions page on `ranklab evaluate`. */
export function renderMeasures(): string {
  const families = Object.keys(trecFamilies).map((family) => `\`${family}\``);
  const preamble = `# Measures of trec_eval

\`ranklab evaluate\` and \`POST /evaluate/trec\` know every measure of trec_eval 10 by its own name, with its parameters after a full stop:
\`--measure P.5,10\`, \`-m ndcg.1=3,2=9\`. Families stand for several: ${families.join(', ')}. Values agree with trec_eval's to its four decimals, on its
own test files and on ${'`test/golden/trec`'}. What differs: infinite and unreadable scores and repeated documents are refused by file and line, a judged
query that the run does not have is left out instead of ending the program, and where trec_eval divides zero by zero the value is 0. A metric
above and a measure below with one name are distinguished by the option: \`--metrics rbp\` is the metric (p = 0.8), \`--measure rbp\` the measure (p = 0.9).`;
  return [preamble, ...publishedMeasures().map(section)].join('\n\n');
}

function section(measure: PublishedMeasure): string {
  const { id, label, description, formula, source, range, direction, scope, parameters, edgePolicy, families } = measure;
  const facts = [
    `Source: ${source}`,
    `Range: ${range}; ${direction === 'neither' ? 'neither direction is better' : `${direction} is better`}`,
    `Topics: ${scope}`,
    `Parameters: ${parameters}`,
    `Edges: ${edgePolicy}`,
    ...(families.length > 0 ? [`Families: ${families.join(', ')}`] : []),
  ];
  return `## trec_eval ${id}\n\n**${label}.** ${description}\n\n$$${formula}$$\n\n${facts.map((fact) => `- ${fact}`).join('\n')}`;
}
