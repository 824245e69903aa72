import { subtask } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { plural } from '#shared/counts';
import type { GeneratorParams } from '#shared/schemas/dataset';
import type { GeneratedTaskOutput } from '../jobs/tasks';
import { workerOptions } from '../jobs/worker-options';
import type { WorkerPool } from '../jobs/worker-pool';

/** Data being generated in a worker; no workspace is needed yet. */
export interface Generation {
  readonly params: GeneratorParams;
  readonly output: Promise<GeneratedTaskOutput>;
  /** Duration in the worker, once `output` resolves. */
  readonly milliseconds: () => number;
}

/** `500 users, 1,500 videos, 30,000 interactions`. */
export const describeSize = ({ users, videos, interactions }: Pick<GeneratorParams, 'users' | 'videos' | 'interactions'>): string =>
  [plural(users, 'user'), plural(videos, 'video'), plural(interactions, 'interaction')].join(', ');

export function beginGeneration(params: GeneratorParams, workers: WorkerPool, context?: TaskContext): Generation {
  const startedAt = performance.now();
  let endedAt = startedAt;
  const output = workers.run('generate', { params }, workerOptions(subtask(context, 0, 0.5))).finally(() => (endedAt = performance.now()));
  output.catch(() => {}); // the rejection is reported when awaited, possibly later
  return { params, output, milliseconds: () => endedAt - startedAt };
}
