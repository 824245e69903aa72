import type { TaskContext } from '#engine/ports';
import { blameFiles } from '#engine/report/diagnose/blame-files';
import { goalFiles } from '#engine/report/diagnose/goal-files';
import { moversFiles } from '#engine/report/diagnose/movers-files';
import { sensitivityFiles } from '#engine/report/diagnose/sensitivity-files';
import type { ReportFile } from '#engine/report/report-format';
import { RankLabError } from '#shared/errors';
import type { GoalOutput, GoalSettings } from '#shared/schemas/goal';
import type { Protocol } from '#shared/schemas/protocol';
import type { SplitSettings } from '#shared/schemas/experiment';
import type { Variant } from '#shared/schemas/variant';
import { variantNamed } from '../variant-named';
import type { Diagnosis } from './diagnosis';
import type { Question } from './question';

/** Seeks weights for one variant's list. */
type SeekGoal = (
  question: Question & { readonly variant: Variant; readonly split: SplitSettings; readonly seed: number },
  settings: GoalSettings,
  context?: TaskContext,
) => Promise<GoalOutput>;

/** The files of the questions that a protocol asks besides its comparison. The same protocol gives the same bytes. */
export async function diagnose(
  { diagnosis, seekGoal }: { readonly diagnosis: Diagnosis; readonly seekGoal: SeekGoal },
  question: Question,
  { blame, movers, sensitivity, goal }: Protocol['diagnose'],
  context?: TaskContext,
): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  if (blame) files.push(...blameFiles(await diagnosis.blame(question, blame, context)));
  if (movers) files.push(...moversFiles(await diagnosis.movers(firstTwo(question), movers, context)));
  if (sensitivity) {
    const two = { ...question, everyUser: false, config: { ...question.config, variants: question.config.variants.slice(0, 2) } };
    files.push(...sensitivityFiles(await diagnosis.sensitivity(two, sensitivity, context), sensitivity));
  }
  if (goal) {
    const { variant: name, ...settings } = goal;
    const { config } = question;
    const variant = variantNamed(config, name, 'diagnose.goal.variant');
    const asked = { ...question, variant, split: config.split, seed: config.seed };
    files.push(...goalFiles(await seekGoal(asked, settings, context)));
  }
  return files;
}

function firstTwo({ config, ...question }: Question): Question {
  const variants = config.variants.slice(0, 2);
  if (variants.length === 2) return { ...question, config: { ...config, variants } };
  throw new RankLabError('INVALID_ARGUMENT', 'Movers are between two variants and the protocol has one', {
    place: 'diagnose.movers',
    remedy: 'Add a variant, or leave “movers” out',
  });
}
