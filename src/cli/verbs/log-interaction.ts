import type { Command } from 'commander';
import { newInteractionSchema } from '#shared/schemas/dataset';
import { parseOrThrow } from '#shared/validation';
import { finiteNumber, timestamp } from '../arguments';
import { printResult, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface LogOptions extends OutputOptions {
  readonly workspace: string;
  readonly user: string;
  readonly video: string;
  readonly kind: string;
  readonly value?: number;
  readonly time?: number;
}

export function logInteraction(program: Command): void {
  program
    .command('log-interaction')
    .description('Log an interaction of a user with a video; durable when the command returns.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .requiredOption('--user <id>', 'the user; a new id adds the user')
    .requiredOption('--video <id>', 'the video')
    .option('--kind <kind>', 'the kind of interaction', 'view')
    .option('--value <number>', 'a rating or a watched fraction', finiteNumber)
    .option('--time <time>', 'timestamp: ISO 8601 or milliseconds since 1970; default: now', timestamp)
    .option('--json', 'print one JSON document')
    .action(async ({ workspace, user, video, kind, value, time, ...output }: LogOptions) => {
      const interaction = parseOrThrow(
        newInteractionSchema,
        { userId: user, videoId: video, kind, ...(value !== undefined && { value }), ...(time !== undefined && { timestampMs: time }) },
        'log-interaction',
      );
      await withWorkspace(workspace, ({ session }) => session.current().logInteraction(interaction));
      printResult(output, interaction, () => `Logged: ${user}, ${kind}, ${video}`);
    });
}
