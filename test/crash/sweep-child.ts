import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { sweep } from '#service/experiments/sweep';
import { Workspace } from '#service/workspace/stored-workspace';
import { sweepInputSchema } from '#shared/schemas/sweep';
import { withServing } from './refresh';

/** Sweeps, and kills its own process once so many settings are stored; 0: never. Prints the answer as JSON. */
const [path = '', input = '', killAt = '0'] = process.argv.slice(2);

// Settings of so few users are measured faster than they are stored: each waits for the one before.
let storing: Promise<void> = Promise.resolve();
const { lists } = EvaluationBench.prototype;
EvaluationBench.prototype.lists = async function (...given) {
  await storing;
  return lists.apply(this, given);
};

await withServing(await Workspace.open(path), async ({ experiments, store: { state } }) => {
  const save = async (key: string, document: unknown): Promise<void> => {
    await state.save(key, document);
    const { settings = [] } = (document ?? {}) as { settings?: unknown[] };
    if (killAt !== '0' && settings.length >= Number(killAt)) process.kill(process.pid, 'SIGKILL');
  };
  const store = {
    state: {
      load: (key: string) => state.load(key),
      save: (key: string, document: unknown): Promise<void> => (storing = save(key, document)),
    },
  };
  console.log(JSON.stringify(await sweep({ experiments, store }, sweepInputSchema.parse(JSON.parse(input)), { saveEveryMs: 0 })));
});
