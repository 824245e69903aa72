import type { StorageProblem } from '#shared/schemas/system';

const shown = 10;

/** Reports damage of a workspace on stderr; stdout is reserved for the verb's output. */
export function warnOfProblems(path: string, problems: readonly StorageProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.slice(0, shown).map(({ file, line, reason, keptAs }) => {
    const where = line === null ? file : `${file}:${line}`;
    return `  ${where}: ${reason}${keptAs === null ? '' : ` (kept as ${keptAs})`}`;
  });
  if (problems.length > shown) lines.push(`  and ${problems.length - shown} more, in set-aside/problems.json`);
  process.stderr.write(`ranklab: damage was found in ${path}:\n${lines.join('\n')}\n`);
}
