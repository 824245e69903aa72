import type { TaskContext } from '#engine/ports';

/**
 * The work that runs in worker threads, by name: one line per task. A task is a pure function of its input; input and
 * output must be structured-cloneable (plain objects, typed arrays, no class instances), and the ArrayBuffers of an
 * output are given away, so a task must not keep them.
 */
export const tasks = {
  /** Sums a vector: the smallest task, for diagnosing the pool itself. */
  'self-test': (input: { values: Float32Array }, _context: TaskContext): { sum: number } => ({
    sum: input.values.reduce((sum, value) => sum + value, 0),
  }),
} as const satisfies Record<string, (input: never, context: TaskContext) => unknown>;

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
export type TaskInput<Name extends TaskName> = Parameters<Tasks[Name]>[0];
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<Tasks[Name]>>;
