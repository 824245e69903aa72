import { readFileSync } from 'node:fs';

/** Maximum number of connections regardless of descriptors, because each takes memory. */
const mostConnections = 4_096;
/** Descriptors reserved for workspace files, workers and libraries. */
const leastReserve = 128;

interface ReportedLimits {
  readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
}

/** How many files and connections this process may have open; undefined if there is no limit or it is unknown. */
export function descriptorLimit(): number | undefined {
  const limit = process.platform === 'linux' ? limitOfProc() : limitOfReport();
  return limit !== undefined && Number.isFinite(limit) && limit > 0 ? limit : undefined;
}

function limitOfProc(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

function limitOfReport(): number | undefined {
  if (process.platform === 'win32') return undefined;
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  // Without it the report looks up the names of all peers, which may take seconds.
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as ReportedLimits;
  return Number(userLimits?.open_files?.soft);
}

/** Maximum number of open connections that leaves descriptors for storage. */
export function connectionLimit(descriptors: number | undefined): number {
  if (descriptors === undefined) return mostConnections;
  const reserve = Math.max(leastReserve, Math.ceil(descriptors / 4));
  return Math.min(mostConnections, Math.max(Math.floor(descriptors / 3), descriptors - reserve));
}
