import type { Registries } from '#shared/schemas/system';
import type { TextTable } from '../../../logic/table-text';

export type MetricEntry = Registries['metrics'][number];

const better = { higher: 'higher is better', lower: 'lower is better', neither: 'neither direction is better' } as const;
const scopes = { user: 'one value per user, macro average over users', global: 'one value per run' } as const;

/** The facts below a metric's name; those that do not apply are left out. */
export function definitionFacts(metric: MetricEntry): (readonly [name: string, fact: string])[] {
  const facts = [
    ['Range', `${metric.range}; ${better[metric.direction]}`],
    ['Scope', scopes[metric.scope]],
    ['Cutoff', metric.cutoff],
    ['Needs', metric.needs.join(', ')],
    ['Edges', metric.edgePolicy],
    ['Source', metric.source],
    ['Also called', metric.aliases.join(', ')],
    ['Dialect of', metric.dialectOf ?? ''],
    ['Version', metric.version],
  ] as const;
  return facts.filter(([, fact]) => fact !== '');
}

type MeasureEntry = Registries['trecMeasures'][number];

export const measureFacts = (measure: MeasureEntry): (readonly [name: string, fact: string])[] =>
  (
    [
      ['Range', `${measure.range}; ${better[measure.direction]}`],
      ['Topics', measure.scope],
      ['Parameters', measure.parameters],
      ['Edges', measure.edgePolicy],
      ['Source', measure.source],
      ['Families', measure.families.join(', ')],
    ] as const
  ).filter(([, fact]) => fact !== '');

const hasWords = (search: string, texts: readonly string[]): boolean => {
  const text = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

/** The measures that have every word of the search in their name, description, source or families. */
export function matchingMeasures(measures: readonly MeasureEntry[], search: string): MeasureEntry[] {
  return measures.filter(({ id, label, description, source, families }) =>
    hasWords(search, [id, label, description, source, ...families, 'trec_eval']),
  );
}

export const measuresTable = (measures: readonly MeasureEntry[]): TextTable => ({
  columns: ['measure', 'name', 'formula', 'range', 'direction', 'topics', 'parameters', 'edges', 'source'],
  rows: measures.map(({ id, label, formula, range, direction, scope, parameters, edgePolicy, source }) => [
    id,
    label,
    formula,
    range,
    direction,
    scope,
    parameters,
    edgePolicy,
    source,
  ]),
});

/** The metrics that have every word of the search in their name, description, source, aliases or dialect. */
export function matchingDefinitions(metrics: readonly MetricEntry[], search: string): MetricEntry[] {
  return metrics.filter(({ id, label, description, source, aliases, dialectOf }) =>
    hasWords(search, [id, label, description, source, ...aliases, dialectOf ?? '']),
  );
}

export const definitionsTable = (metrics: readonly MetricEntry[]): TextTable => ({
  columns: ['metric', 'name', 'formula', 'range', 'direction', 'scope', 'edges', 'source', 'version'],
  rows: metrics.map(({ id, label, formula, range, direction, scope, edgePolicy, source, version }) => [
    id,
    label,
    formula,
    range,
    direction,
    scope,
    edgePolicy,
    source,
    version,
  ]),
});
