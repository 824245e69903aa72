import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { Looks } from '#shared/schemas/live';
import type { BuildSettings } from '#shared/schemas/model';
import { sharedThread } from '../jobs/shared-thread';
import type { PeekingLedger } from '../storage/ledger/peeking-ledger';
import type { EvaluationCaches } from './evaluation-caches';
import { testPartOf } from './test-part';

/** The looks at the test part that these settings cut. */
export async function listLooks(
  caches: EvaluationCaches,
  ledger: PeekingLedger,
  config: ExperimentConfig,
  settings: BuildSettings,
): Promise<Looks> {
  const { side, view } = await caches.judged(config, settings, sharedThread());
  const looks = ledger.list(testPartOf(side, config, view.dataset)).map((look, index) => ({ number: index + 1, ...look }));
  return { looks, tests: looks.reduce((sum, { tests }) => sum + tests, 0) };
}
