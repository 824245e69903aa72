import { readFileSync } from 'node:fs';

interface ReportedLimits {
  readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
}

let known: number | undefined;

/**
 * How many files and connections this process may have open; undefined if there is no limit or it is unknown. Read once, because at the
 * limit it could not be read any more.
 */
export function descriptorLimit(): number | undefined {
  known ??= process.platform === 'linux' ? limitOfProc() : limitOfReport();
  return known !== undefined && Number.isFinite(known) && known > 0 ? known : undefined;
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
