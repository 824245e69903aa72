import type { Command } from 'commander';
import { signalKinds } from '#engine/rerank/signal-kinds/registry';
import { previewSignal } from '#engine/pipeline/preview-signal';
import { withStoredFiles } from '#service/signals/store-files';
import { previewView } from '#service/models/preview-view';
import type { OpenWorkspace } from '#service/workspace/open-workspace';
import { knownAtSchema } from '#shared/schemas/foreign-run';
import { namedSignalSchema, signalDefinitionsSchema, type NamedSignal, type ScoreCache, type SignalPreview } from '#shared/schemas/signal';
import { parseOrThrow } from '#shared/validation';
import { jsonObject, readJson } from '../arguments';
import { choicesOf } from '../choices';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface SignalsOptions extends OutputOptions {
  readonly workspace: string;
  readonly define?: string;
  readonly kind: string;
  readonly params: Record<string, unknown>;
  readonly direction: string;
  readonly knownAt?: string;
  readonly label?: string;
  readonly from?: string;
  /** By parameter. */
  readonly file: Record<string, string>;
  readonly preview?: string;
  readonly remove: string[];
  readonly undo?: true;
  readonly clearScores?: true;
}

/** PATH, or PARAMETER=PATH. */
const namedFile = (given: string, files: Record<string, string>): Record<string, string> => {
  const [, name = '', path = given] = /^([a-z]+)=(.+)$/.exec(given) ?? [];
  return { ...files, [name]: path };
};

export function signals(program: Command): void {
  program
    .command('signals')
    .description('List the signals that a workspace defines; define, preview or remove some.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--define <id>', 'define a signal under this name, in place of the one of that name')
    .option('--kind <id>', `of the defined signal: ${choicesOf(signalKinds)}`, 'column')
    .option('--params <json>', 'parameters of the kind, such as {"column":"margin","transform":"log1p"}', jsonObject, {})
    .option(
      '--file <path>',
      'store this file and read the signal from it: scores (kind score), or vectors as videos=PATH, users=PATH (kind vector); may be repeated',
      namedFile,
      {},
    )
    .option('--direction <side>', 'whether a higher or a lower value is better', 'higher')
    .option('--known-at <date>', 'the newest data that the values have known, or “static”')
    .option('--label <text>', 'shown in place of the name')
    .option('--from <file>', 'define all signals of a JSON file: {"margin": {"kind": "column", "params": {"column": "margin"}}}')
    .option('--preview <id>', 'show coverage, range and examples of a defined signal')
    .option('--remove <ids...>', 'remove signals', [])
    .option('--undo', 'take the newest change back')
    .option('--clear-scores', 'forget the kept answers of scoring services')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: SignalsOptions) => {
      const progress = progressContext(options);
      const result = await withWorkspace(options.workspace, async ({ session }) => {
        const workspace = session.current();
        const undone = options.undo ? await workspace.signals.undo() : undefined;
        for (const id of options.remove) await workspace.signals.remove(id);
        const params = await withStoredFile(workspace, options, progress);
        for (const signal of definitionsOf({ ...options, params })) await workspace.signals.define(signal);
        const preview = options.preview === undefined ? undefined : await previewOf(workspace, options.preview, progress);
        if (options.clearScores) await workspace.scores.clear();
        return {
          signals: await workspace.signals.list(),
          scores: await workspace.scores.facts(),
          ...(undone && { undone }),
          ...(preview && { preview }),
        };
      });
      progress.done();
      printResult(options, result, () =>
        [asText(result.signals), ...scoresText(result.scores), ...(result.preview ? [previewText(result.preview)] : [])].join('\n\n'),
      );
    });
}

function definitionsOf(options: SignalsOptions): NamedSignal[] {
  const { define: id, kind, params, direction, knownAt, label } = options;
  const fromFile = options.from === undefined ? {} : readJson(options.from, signalDefinitionsSchema);
  const newDefinition = { id, kind, params, direction, knownAt: knownAt ?? null, ...(label !== undefined && { label }) };
  return [
    ...Object.entries(fromFile).map(([name, definition]) => ({ id: name, ...definition })),
    ...(id === undefined ? [] : [parseOrThrow(namedSignalSchema, newDefinition, '--define')]),
  ];
}

/** The parameters with the file that they read, which the workspace keeps under its hash. */
async function withStoredFile(
  { runs, vectors }: OpenWorkspace,
  { file, kind, params, knownAt }: SignalsOptions,
  progress: ReturnType<typeof progressContext>,
): Promise<Record<string, unknown>> {
  const declared = parseOrThrow(knownAtSchema, knownAt ?? null, '--known-at');
  return withStoredFiles({ runs, vectors }, { kind, params, files: file, knownAt: declared, place: '--file' }, progress);
}

async function previewOf(workspace: OpenWorkspace, id: string, progress: ReturnType<typeof progressContext>): Promise<SignalPreview> {
  const startedAt = performance.now();
  await workspace.signals.get(id);
  const preview = await previewSignal(await previewView(workspace, workspace.models), id, await workspace.signals.all(), progress);
  return { ...preview, elapsedMs: performance.now() - startedAt };
}

function asText(defined: readonly NamedSignal[]): string {
  if (defined.length === 0) return 'No signals are defined.';
  return textTable(
    ['signal', 'kind', 'parameters', 'better', 'known at'],
    defined.map(({ id, kind, params, direction, knownAt }) => [
      id,
      kind,
      Object.entries(params)
        .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(' '),
      direction,
      knownAt ?? 'not declared',
    ]),
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const scoresText = ({ bytes, mostBytes, answers }: ScoreCache): string[] =>
  answers === 0 ? [] : [`${answers} answers of scoring services are kept, ${megabytes(bytes)} of at most ${megabytes(mostBytes)}`];

const share = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;

function previewText(preview: SignalPreview): string {
  const { withValue, computed, byUser, users, videos, minimum, mean, maximum, unit, highest, notes } = preview;
  const what = byUser ? `pairs of ${users} users and ${videos} videos` : `${videos} videos`;
  return [
    `A value for ${share(withValue, computed)} of ${what}; ${unit} from ${minimum.toPrecision(5)} to ${maximum.toPrecision(5)}, mean ${mean.toPrecision(5)}`,
    textTable(
      ['highest', 'video', 'title'],
      highest.map(({ value, videoId, title }) => [value.toPrecision(5), videoId, title]),
    ),
    ...notes,
  ].join('\n');
}
