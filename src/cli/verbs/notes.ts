import { InvalidArgumentError, Option, type Command } from 'commander';
import { experimentNamed } from '#service/experiments/experiment-named';
import { listNotes, noteNumber } from '#service/experiments/number-notes';
import type { OpenWorkspace } from '#service/workspace/open-workspace';
import type { SavedExperiment } from '#shared/contract/experiment';
import { RankLabError } from '#shared/errors';
import { noteNumberText } from '#shared/number-notes';
import type { SegmentChoice } from '#shared/schemas/live';
import { noteRequestSchema, notedChartSchema, type PlacedNote } from '#shared/schemas/number-note';
import { parseOrThrow } from '#shared/validation';
import { segmentArgument, wholeNumber } from '../arguments';
import { printResult, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface NotesOptions extends OutputOptions {
  readonly workspace: string;
  readonly experiment?: string;
  readonly text?: string;
  readonly note?: string;
  readonly metric?: string;
  readonly variant?: string;
  readonly baseline?: string;
  readonly segment?: SegmentChoice;
  readonly user?: string;
  readonly position?: number;
  readonly video?: string;
  readonly chart?: string;
  readonly at: Readonly<Record<string, string | number>>;
  readonly remove: string[];
}

export function notes(program: Command): void {
  program
    .command('notes')
    .description('List the notes on the numbers of saved comparisons; add, change or remove some.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--experiment <name>', 'name or id of a saved comparison; omitted: all of them')
    .option('--text <text>', 'add a note with this text to the number that the options below name, or give it to --note')
    .option('--note <id>', 'the note that --text changes')
    .option('--metric <name>', 'a metric of the comparison, such as ndcg@10')
    .option('--variant <name>', 'the variant whose number, list or point is noted')
    .option('--baseline <name>', 'note the difference from the baseline, which is the first variant; omitted: the value itself')
    .option('--segment <segmentation=segment>', 'the number of one group of users, such as warmth=cold', segmentArgument)
    .option('--user <id>', 'note a position in the list of this user')
    .option('--position <number>', 'that position, counted from 1', wholeNumber(1))
    .option('--video <id>', 'the video at that position')
    .addOption(new Option('--chart <id>', 'the point of --variant and --metric in a chart').choices(notedChartSchema.options))
    .option('--at <name=value...>', 'where the point stands on a chart with several, such as Popularity=0.3', coordinate, {})
    .option('--remove <ids...>', 'remove these notes', [])
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: NotesOptions) => {
      const experiments = await withWorkspace(options.workspace, async ({ session }) => applyAndList(session.current(), options));
      printResult(options, { experiments }, () => asText(experiments));
    });
}

/** `Popularity=0.3`: one coordinate more. */
function coordinate(text: string, before: NotesOptions['at']): NotesOptions['at'] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`expected name=value such as Popularity=0.3, not “${text.slice(0, 200)}”`);
  const value = text.slice(at + 1);
  return { ...before, [text.slice(0, at)]: value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value) };
}

interface Noted {
  readonly id: string;
  readonly name: string;
  readonly notes: readonly PlacedNote[];
}

async function applyAndList({ store: { experiments } }: OpenWorkspace, options: NotesOptions): Promise<Noted[]> {
  const { experiment: name, text, remove } = options;
  if (name === undefined) {
    if (text !== undefined || remove.length > 0) {
      throw new RankLabError('INVALID_ARGUMENT', 'A note belongs to one saved comparison', {
        place: '--experiment',
        remedy: 'Name it with --experiment; “ranklab notes” lists those that have notes.',
      });
    }
    return (await experiments.list()).filter(({ numberNotes }) => numberNotes.length > 0).map(noted);
  }
  const { id } = await experimentNamed(experiments, name, '--experiment');
  if (text !== undefined) {
    const before = (await experiments.get(id)).numberNotes.find((note) => note.id === options.note);
    const place = before?.place ?? placeFrom(options);
    await noteNumber(
      experiments,
      parseOrThrow(noteRequestSchema, { id, ...(options.note !== undefined && { noteId: options.note }), place, text }, '--text'),
    );
  }
  for (const note of remove) await experiments.removeNote(id, note);
  return [noted(await experiments.get(id))];
}

const noted = (experiment: SavedExperiment): Noted => ({ id: experiment.id, name: experiment.name, notes: listNotes(experiment) });

function placeFrom({ metric, variant, baseline, segment: group, user, position, video, chart, at }: NotesOptions): unknown {
  if (user !== undefined || video !== undefined) return { kind: 'list', variant, context: { user }, position, videoId: video };
  if (chart !== undefined) return { kind: 'point', chart, variant, axis: metric, at };
  return { kind: 'metric', variant, metric, ...(baseline !== undefined && { baseline }), ...(group && { segment: group }) };
}

const states = { gone: 'no longer there', unchecked: 'not kept in the run' } as const;

function asText(experiments: readonly Noted[]): string {
  const all = experiments.flatMap(({ name, notes: own }) => own.map((note) => ({ name, note })));
  if (all.length === 0) return 'There are no notes on numbers.';
  return textTable(
    ['comparison', 'note', 'number', 'now', 'text'],
    all.map(({ name, note }) => [
      name,
      note.id,
      note.where,
      note.state === 'found' || note.state === 'written' ? noteNumberText(note) : states[note.state],
      note.text,
    ]),
  );
}
