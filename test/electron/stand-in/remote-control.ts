/** Lets the test that started this process run functions in it, as Playwright does with a real Electron. */
type Order = { readonly id: number; readonly source: string; readonly argument: unknown };

process.on('message', (order: Order) => {
  const answer = async (): Promise<object> => {
    const electron: unknown = await import('./electron');
    const indirect = eval as (source: string) => (electron: unknown, argument: unknown) => unknown;
    try {
      return { id: order.id, value: await indirect(`(${order.source})`)(electron, order.argument) };
    } catch (error) {
      return { id: order.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  void answer().then((message) => process.send?.(message));
});
// Without its test the application would stay for ever.
process.on('disconnect', () => process.exit(1));
