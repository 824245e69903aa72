import type { Command } from 'commander';
import { auditServedFactors } from '#service/models/factor-audit';
import type { AuditGroup, FactorAudit } from '#shared/schemas/growth';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';
import { describeBuild } from './build';

type Options = OutputOptions & { readonly workspace: string };

const onWorkspace = (program: Command, name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress');

export function refresh(program: Command): void {
  onWorkspace(program, 'refresh', 'Rebuild factors and index on all current data, with unchanged settings.').action(
    async (options: Options) => {
      const progress = progressContext(options);
      const report = await withWorkspace(options.workspace, ({ session }) => session.current().models.refresh(progress));
      progress.done();
      printResult(options, report, () => describeBuild(report));
    },
  );
}

export function audit(program: Command): void {
  onWorkspace(program, 'audit', 'Measure how far folded-in factors differ from a full rebuild; nothing is replaced.').action(
    async (options: Options) => {
      const progress = progressContext(options);
      const found = await withWorkspace(options.workspace, ({ session, workers }) =>
        auditServedFactors(session.current(), workers, progress),
      );
      progress.done();
      printResult(options, found, () => describeAudit(found));
    },
  );
}

const groupNames: Readonly<Record<AuditGroup['group'], string>> = {
  'new-videos': 'new videos',
  'edited-videos': 'edited videos',
  'new-users': 'new users',
  'changed-users': 'users with new interactions',
  'other-users': 'all other users',
};

function describeAudit({ method, factorCount, removedVideos, groups, worst }: FactorAudit): string {
  const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
  return [
    `Served factors against a full rebuild (${method}, ${factorCount} factors)`,
    textTable(
      ['', 'count', 'compared', 'not in the rebuild', 'score cosine', 'relative error', 'overlap@10'],
      groups.map(({ group, count, measured, unplaced, scoreCosine, relativeError, overlapAt10 }) => [
        groupNames[group],
        count,
        measured,
        unplaced,
        shown(scoreCosine),
        shown(relativeError),
        shown(overlapAt10),
      ]),
    ),
    ...(removedVideos > 0 ? [`${removedVideos} removed videos are hidden; a refresh drops them from the factors`] : []),
    'Furthest apart:',
    textTable(
      ['', 'id', 'interactions', 'score cosine', 'title'],
      worst.map(({ kind, id, interactions, scoreCosine, title }) => [kind, id, interactions, scoreCosine.toFixed(3), title]),
    ),
  ].join('\n');
}
