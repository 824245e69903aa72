/** Maximum number of connections regardless of descriptors, because each takes memory. */
const maxConnections = 4_096;
/** Descriptors reserved for workspace files, workers and libraries. */
const minReserve = 128;

/** Maximum number of open connections that leaves descriptors for storage. */
export function connectionLimit(descriptors: number | undefined): number {
  if (descriptors === undefined) return maxConnections;
  const reserve = Math.max(minReserve, Math.ceil(descriptors / 4));
  return Math.min(maxConnections, Math.max(Math.floor(descriptors / 3), descriptors - reserve));
}
