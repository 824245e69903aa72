import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { SegmentChoice } from '#shared/schemas/live';

/** What was looked at: the variants and metrics, whatever they are called. */
export const lookOf = ({ variants, metrics, relevance }: ExperimentConfig, segment: SegmentChoice | null = null): string =>
  fingerprintOf(
    'look',
    variants.map(({ name: _name, notes: _notes, ...ranking }) => ranking),
    metrics,
    relevance,
    ...(segment ? [segment] : []),
  );
