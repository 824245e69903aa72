import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import { rankingOf } from '#engine/pipeline/ranking-key';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { SegmentChoice } from '#shared/schemas/live';

/** Identity of a look: variants and metrics, ignoring their names. */
export const configurationKey = ({ variants, metrics, relevance }: ExperimentConfig, segment: SegmentChoice | null = null): string =>
  fingerprintOf('look', variants.map(rankingOf), metrics, relevance, ...(segment ? [segment] : []));
