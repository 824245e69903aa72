/** Builds a part of the product when its sources are newer than its last build. */
export function ensureBuilt(name: 'node' | 'app' | 'stand-in'): Promise<void>;
