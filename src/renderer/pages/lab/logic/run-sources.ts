import type { CandidateSettings } from '#shared/schemas/variant';

type Source = CandidateSettings['sources'][number];

/** The candidate source whose lists are a foreign run. */
export const runId = 'run';

export const isRun = ({ id }: Source): boolean => id === runId;

/** The run of a source, by SHA-256; undefined for other sources. */
export const runOfSource = (source: Source): string | undefined =>
  isRun(source) && typeof source.params['run'] === 'string' ? source.params['run'] : undefined;

/** Distinguishes a variant's sources: several may be runs. */
export const sourceKey = (source: Source): string => [source.id, runOfSource(source)].filter(Boolean).join(' ');

/** The sources with one weight changed. */
export const withSourceWeight = (sources: readonly Source[], key: string, weight: number): Source[] =>
  sources.map((source) => (sourceKey(source) === key ? { ...source, weight: Math.max(0, Math.min(100, weight)) } : source));
