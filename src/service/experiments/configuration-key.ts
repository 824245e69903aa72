import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { SegmentChoice } from '#shared/schemas/live';

/** Identity of a look: variants and metrics, ignoring their names. */
export const configurationKey = ({ variants, metrics, relevance }: ExperimentConfig, segment: SegmentChoice | null = null): string =>
  fingerprintOf(
    'look',
    variants.map(({ name: _name, notes: _notes, ...ranking }) => ranking),
    metrics,
    relevance,
    ...(segment ? [segment] : []),
  );
