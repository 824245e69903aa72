import { plural } from '#shared/counts';
import { learnFiles } from '#engine/report/tune/learn-files';
import { sweepFiles } from '#engine/report/tune/sweep-files';
import type { ReportFile } from '#engine/report/report-format';
import { subtask } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { BuildSettings } from '#shared/schemas/model';
import type { Protocol } from '#shared/schemas/protocol';
import type { SignalDefinitions } from '#shared/schemas/signal';
import type { Variant } from '#shared/schemas/variant';
import { completeVariant } from '../signals/complete-variants';
import { learn } from './learn';
import { sweep, sweptSignals, type SweepWorkspace } from './sweep';
import { variantNamed } from './variant-named';

interface TuneSubject {
  readonly config: ExperimentConfig;
  readonly models: BuildSettings;
  /** Definitions of the protocol. */
  readonly signals: SignalDefinitions;
}

export interface Tuned {
  readonly files: ReportFile[];
  /** Results that take part in the comparison. */
  readonly variants: Variant[];
  readonly statements: string[];
}

/** What a protocol tunes on the validation part before it compares on the test part. The same protocol gives the same bytes. */
export async function tuneVariants(
  workspace: SweepWorkspace,
  { config, models, signals }: TuneSubject,
  { sweep: sweepSettings, learn: learnSettings }: Protocol['tune'],
  context?: TaskContext,
): Promise<Tuned> {
  const { split, relevance, scoreTies, seed } = config;
  const shared = { split, relevance, scoreTies, seed };
  const tuned: Tuned = { files: [], variants: [], statements: [] };
  if (sweepSettings) {
    const { variant: name, compare, ...settings } = sweepSettings;
    const variant = completeVariant(variantNamed(config, name, 'tune.sweep.variant'), signals, sweptSignals(settings));
    const output = await sweep(
      workspace,
      { ...settings, ...shared, variant },
      { models, context: subtask(context, 0, learnSettings ? 0.5 : 1) },
    );
    tuned.files.push(...sweepFiles(output));
    if (compare && output.winner > 0) {
      tuned.variants.push(output.variant);
      tuned.statements.push(chosenText(output.variant, `from ${plural(output.settings.length - 1, 'setting')}`));
    }
  }
  if (learnSettings) {
    const { variant: name, compare, ...settings } = learnSettings;
    const variant = completeVariant(variantNamed(config, name, 'tune.learn.variant'), signals, settings.signals);
    const input = { ...settings, ...shared, variant };
    const output = await learn(workspace.experiments, input, { models, context: subtask(context, sweepSettings ? 0.5 : 0, 1) });
    tuned.files.push(...learnFiles(output));
    if (compare) {
      tuned.variants.push(output.variant);
      tuned.statements.push(chosenText(output.variant, 'by learning its weights'));
    }
  }
  return tuned;
}

const chosenText = ({ name }: Variant, how: string): string =>
  `“${name}” was chosen ${how} on the validation part, which is cut from the training side`;
