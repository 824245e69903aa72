import type { z } from 'zod';
import type { Looks } from '#shared/schemas/ledger';
import type { livePlanInputSchema } from '#shared/schemas/live';
import { sharedThread } from '../jobs/shared-thread';
import type { Models } from '../models/models';
import type { WorkspaceContext } from '../workspace/workspace-context';
import { buildSettingsFor } from './build-settings';
import type { EvaluationCaches } from './evaluation-caches';
import { liveConfig } from './live-config';
import { testPartOf } from './test-part';

/** The looks at the test part that these settings cut. */
export async function listLooks(
  workspace: WorkspaceContext,
  models: Models,
  caches: EvaluationCaches,
  input: z.infer<typeof livePlanInputSchema>,
): Promise<Looks> {
  const config = await liveConfig(workspace.signals, input);
  const settings = await buildSettingsFor(models, config);
  const { side, view } = await caches.judged(config, settings, sharedThread());
  const looks = workspace.store.ledger.list(testPartOf(side, config, view.dataset)).map((look, index) => ({ number: index + 1, ...look }));
  return { looks, tests: looks.reduce((sum, { tests }) => sum + tests, 0) };
}
