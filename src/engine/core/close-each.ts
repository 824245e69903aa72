/**
 * Runs every step in turn, also after one that has failed: what comes last (a database, a lock) is released whatever fails before it.
 * @throws the first failure, when all steps are done.
 */
export async function closeEach(steps: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
