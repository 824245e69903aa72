import type { Command } from 'commander';
import { newVideoSchema, videoContentSchema, type VideoRow } from '#shared/schemas/dataset';
import { parseOrThrow } from '#shared/validation';
import { commaList, finiteNumber, timestamp } from '../arguments';
import { printResult, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface VideoOptions extends OutputOptions {
  readonly workspace: string;
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly tags?: string[];
  readonly categories?: string[];
  readonly creator?: string;
  readonly published?: number;
  readonly duration?: number;
}

export function addVideo(program: Command): void {
  const command = program
    .command('add-video')
    .description('Add a video; it can appear in the next list and is durable when the command returns.');
  withContent(command)
    .option('--id <id>', 'the id; default: generated')
    .action(async (options: VideoOptions) => {
      const video = parseOrThrow(newVideoSchema, { ...contentFrom(options), videoId: options.id }, 'add-video');
      const videoId = await withWorkspace(options.workspace, ({ session }) => session.current().addVideo(video));
      printResult(options, { videoId }, () => `Added ${videoId}`);
    });
}

export function editVideo(program: Command): void {
  const command = program.command('edit-video').description('Change properties of a video; those not given are kept.');
  withContent(command)
    .requiredOption('--id <id>', 'the video')
    .action(async (options: VideoOptions & { id: string }) => {
      const changed = await withWorkspace(options.workspace, async ({ session }) => {
        const workspace = session.current();
        const before = known(await workspace.store.data.video(options.id));
        const video = parseOrThrow(videoContentSchema, { ...before, ...contentFrom(options), videoId: options.id }, 'edit-video');
        await workspace.updateVideo(video);
        return workspace.store.data.video(options.id);
      });
      printResult(options, changed, () => `Changed ${changed.videoId}: ${changed.title}`);
    });
}

export function removeVideo(program: Command): void {
  oneVideo(program, 'remove-video', 'Remove a video with its interactions; restore-video undoes it.').action(
    async (options: VideoOptions & { id: string }) => {
      await withWorkspace(options.workspace, ({ session }) => session.current().removeVideo(options.id));
      printResult(options, { videoId: options.id }, () => `Removed ${options.id}; undo with “ranklab restore-video --id ${options.id}”`);
    },
  );
}

export function restoreVideo(program: Command): void {
  oneVideo(program, 'restore-video', 'Restore a removed video with its interactions.').action(
    async (options: VideoOptions & { id: string }) => {
      await withWorkspace(options.workspace, ({ session }) => session.current().restoreVideo(options.id));
      printResult(options, { videoId: options.id }, () => `Restored ${options.id}`);
    },
  );
}

const oneVideo = (program: Command, name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .requiredOption('--workspace <folder>', 'the workspace')
    .requiredOption('--id <id>', 'the video')
    .option('--json', 'print one JSON document');

const withContent = (command: Command): Command =>
  command
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--title <text>', 'its title')
    .option('--description <text>', 'its description')
    .option('--tags <list>', 'tags, comma-separated', commaList)
    .option('--categories <list>', 'categories, comma-separated', commaList)
    .option('--creator <name>', 'who made it')
    .option('--published <time>', 'when it was published: ISO 8601, or milliseconds since 1970', timestamp)
    .option('--duration <seconds>', 'duration', finiteNumber)
    .option('--json', 'print one JSON document');

/** The given options; others are omitted. */
function contentFrom({ title, description, tags, categories, creator, published, duration }: VideoOptions): Record<string, unknown> {
  const content = { title, description, tags, categories, creator, publishedAtMs: published, durationSeconds: duration };
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined));
}

const known = ({ interactionCount: _count, columns: _columns, ...video }: VideoRow): Record<string, unknown> =>
  Object.fromEntries(Object.entries(video).filter(([, value]) => value !== null));
