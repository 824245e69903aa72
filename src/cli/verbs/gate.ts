import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { gateFiles } from '#engine/report/gate/gate-files';
import { conventionSentence, dataSentence, gateTable } from '#engine/report/gate/gate-rows';
import { importRequestSchema } from '#shared/schemas/dataset';
import { gateSettingsSchema, type GateReport, type GateSettings } from '#shared/schemas/gate';
import { variantSchema } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { fraction, readJson } from '../arguments';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withNewOrOpenWorkspace } from '../with-workspace';
import { writeFiles } from '../write-files';

interface GateOptions extends OutputOptions {
  readonly workspace: string;
  readonly against: string;
  readonly data?: string;
  readonly preset: string;
  readonly variant?: string;
  readonly baseline?: string;
  readonly margin: Record<string, number>;
  readonly detect: number;
  readonly confidence: number;
  readonly undecided: 'fail' | 'pass';
  readonly out?: string;
}

/** Exit codes of the verb besides those of failures. */
const exitCodes = { pass: 0, worse: 1, undecided: 3 } as const;

export function gate(program: Command): void {
  program
    .command('gate')
    .description('Say whether a variant may replace the baseline of a saved result: exit 0 pass, 1 worse, 3 undecided.')
    .requiredOption('--workspace <folder>', 'the workspace; with --data one is made for the run where there is none')
    .requiredOption('--against <file>', 'the result to hold against, a .ranklab file')
    .option('--data <path>', 'import these data first, in place of what the workspace holds')
    .option('--preset <id>', 'how --data is laid out', 'ranklab')
    .option('--variant <file or name>', 'the candidate; omitted: the baseline itself, to see whether its numbers reproduce')
    .option('--baseline <name>', 'which variant of the result is guarded; its first otherwise')
    .option('--margin <metric=percent>', 'largest acceptable loss, such as ndcg@10=1%; repeat it for several metrics', margin, undefined)
    .option('--detect <fraction>', 'the loss whose chance of being caught is stated', fraction, 0.03)
    .option('--confidence <number>', 'of the one-sided bounds', fraction, 0.95)
    .addOption(
      new Option('--undecided <what>', 'the exit code where neither is shown: 3 (fail) or 0 (pass)')
        .choices(['fail', 'pass'])
        .default('fail'),
    )
    .option('--out <folder>', 'write gate.xml (JUnit), gate.md and gate.json there')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: GateOptions) => {
      const progress = progressContext(options);
      const settings = settingsFrom(options);
      const report = await withNewOrOpenWorkspace(options.workspace, async ({ session }) => {
        const workspace = session.current();
        if (options.data !== undefined)
          await workspace.import(
            parseOrThrow(importRequestSchema, { preset: options.preset, from: resolve(options.data) }, '--data'),
            progress,
          );
        const { runGate } = await import('#service/experiments/gate');
        return runGate(workspace, await workspace.resultFiles.read(resolve(options.against)), settings, progress);
      });
      progress.done();
      await writeFiles(options.out, gateFiles(report, options.undecided === 'fail'));
      printResult(options, report, () => describe(report));
      process.exitCode = report.verdict === 'undecided' && options.undecided === 'pass' ? 0 : exitCodes[report.verdict];
    });
}

/** `ndcg@10=1%` or `ndcg@10=0.01`. */
function margin(text: string, before: Record<string, number> | undefined): Record<string, number> {
  const match = /^(.+)=(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  const share = match ? Number(match[2]) / (match[3] === '%' ? 100 : 1) : NaN;
  if (!match || !(share <= 1)) throw new InvalidArgumentError(`expected metric=percent such as ndcg@10=1%, not “${text}”`);
  return { ...before, [match[1] ?? '']: share };
}

function settingsFrom({ variant, baseline, margin: margins, detect, confidence }: GateOptions): GateSettings {
  const candidate = variant === undefined || !variant.endsWith('.json') ? variant : readJson(variant, variantSchema);
  const rules = {
    detect,
    confidence,
    ...(margins && { margins }),
    ...(candidate !== undefined && { candidate }),
    ...(baseline !== undefined && { baseline }),
  };
  return parseOrThrow(gateSettingsSchema, rules, 'gate');
}

function describe(report: GateReport): string {
  const { header, rows } = gateTable(report);
  const reasons = report.metrics.map(({ spec, reason }) => `${spec}: ${reason}`);
  return [
    `${report.candidate} against ${report.baseline}: ${report.verdict}`,
    '',
    textTable(header, rows),
    '',
    ...reasons,
    dataSentence(report),
    ...[conventionSentence(report)].filter((sentence) => sentence !== undefined),
  ].join('\n');
}
