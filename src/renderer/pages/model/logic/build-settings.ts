import type { BuildReport, BuildSettings } from '#shared/schemas/model';
import { formatBytes, formatCount, formatDuration } from '../../../logic/format';

/** Cumulative explained variance of the first n factors. */
export function cumulative(fractions: readonly number[]): (readonly [count: number, share: number])[] {
  let sum = 0;
  return fractions.map((fraction, index) => {
    sum += fraction;
    return [index + 1, sum] as const;
  });
}

/** The build in figures, for a row of stats. */
export function reportStats({
  embeddings,
  singularValues,
  explainedVarianceFractions,
  indexes,
  millisecondsByStage,
  peakRssBytes,
}: BuildReport): [string, string][] {
  const total = Object.values(millisecondsByStage).reduce((sum, value) => sum + value, 0);
  const explained = explainedVarianceFractions.reduce((sum, value) => sum + value, 0);
  return [
    ['Embeddings', embeddings ? `${formatCount(embeddings.count)} × ${formatCount(embeddings.dimensions)}` : 'none'],
    ['Factors', formatCount(singularValues.length)],
    ['Variance explained', explainedVarianceFractions.length === 0 ? '–' : `${(explained * 100).toFixed(1)}%`],
    ['Index memory', formatBytes(indexes.reduce((sum, { bytes }) => sum + bytes, 0))],
    ['Built in', formatDuration(total)],
    ['Peak memory', formatBytes(peakRssBytes)],
  ];
}

export type Part = 'embeddings' | 'factors' | 'index';

/** Chooses another entry of a registry for a part; its parameters start from their defaults. */
export function choose(settings: BuildSettings, part: Part, id: string | null): BuildSettings {
  switch (part) {
    case 'embeddings':
      return { ...settings, embeddings: id === null ? null : { provider: id, params: {} } };
    case 'factors':
      return id === null ? settings : { ...settings, factors: { ...settings.factors, method: id, params: {} } };
    case 'index':
      return id === null ? settings : { ...settings, index: { ...settings.index, backend: id, params: {} } };
  }
}

/** Sets the parameters of a part. */
export function withParams(settings: BuildSettings, part: Part, params: Record<string, unknown>): BuildSettings {
  switch (part) {
    case 'embeddings':
      return settings.embeddings ? { ...settings, embeddings: { ...settings.embeddings, params } } : settings;
    case 'factors':
      return { ...settings, factors: { ...settings.factors, params } };
    case 'index':
      return { ...settings, index: { ...settings.index, params } };
  }
}

export const indexMetricLabels = {
  auto: 'Cosine for content, inner product for factors',
  cosine: 'Cosine',
  'inner-product': 'Inner product',
  l2: 'Euclidean distance (L2)',
} as const;

/** A metric of an index in a sentence. */
export const indexMetricText = (metric: string): string =>
  (Object.entries(indexMetricLabels).find(([id]) => id === metric)?.[1] ?? metric).replace(/^[CI]/, (initial) => initial.toLowerCase());

/** Sets the metric of the indexes; "auto" uses the default for the vectors. */
export function withMetric(settings: BuildSettings, metric: string | null): BuildSettings {
  const { metric: _before, ...index } = settings.index;
  const chosen = metric === 'cosine' || metric === 'inner-product' || metric === 'l2' ? metric : undefined;
  return { ...settings, index: { ...index, ...(chosen && { metric: chosen }) } };
}

/** Sets the type of the indexes; an empty field means "auto". */
export function withType(settings: BuildSettings, type: string): BuildSettings {
  return { ...settings, index: { ...settings.index, type: type.trim() === '' ? 'auto' : type.trim() } };
}
