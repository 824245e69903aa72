/** Maximum number of connections regardless of descriptors, because each takes memory. */
const mostConnections = 4_096;
/** Descriptors reserved for workspace files, workers and libraries. */
const leastReserve = 128;

/** Maximum number of open connections that leaves descriptors for storage. */
export function connectionLimit(descriptors: number | undefined): number {
  if (descriptors === undefined) return mostConnections;
  const reserve = Math.max(leastReserve, Math.ceil(descriptors / 4));
  return Math.min(mostConnections, Math.max(Math.floor(descriptors / 3), descriptors - reserve));
}
