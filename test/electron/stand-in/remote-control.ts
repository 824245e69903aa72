type Order = { readonly id: number; readonly source: string; readonly argument: unknown };

/** Lets the test that started this process run functions in it, as Playwright does with a real Electron. */
export function runOrders(electron: unknown): void {
  process.on('message', (order: Order) => {
    void answer(electron, order).then((message) => process.send?.(message));
  });
  // Without its test, nothing would end the application.
  process.on('disconnect', () => process.exit(1));
}

async function answer(electron: unknown, { id, source, argument }: Order): Promise<object> {
  const indirect = eval as (source: string) => (electron: unknown, argument: unknown) => unknown;
  try {
    return { id, value: await indirect(`(${source})`)(electron, argument) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
