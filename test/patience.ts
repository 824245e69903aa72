/**
 * How long `vi.waitFor` waits for what must come, on the busiest of machines; its own second is not enough there. Less than a test may take, so that a
 * failure says what did not come.
 */
export const patience = { timeout: 60_000, interval: 20 };
