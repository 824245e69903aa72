/** Runs `work` while no other process holds the lock file at `path`; takes over a lock whose holder was killed. */
export function withFileLock<Value>(path: string, work: () => Value | Promise<Value>, pollMs?: number): Promise<Value>;
