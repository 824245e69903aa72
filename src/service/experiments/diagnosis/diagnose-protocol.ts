import type { TaskContext } from '#engine/ports';
import { blameFiles } from '#engine/report/diagnose/blame-files';
import { moversFiles } from '#engine/report/diagnose/movers-files';
import { sensitivityFiles } from '#engine/report/diagnose/sensitivity-files';
import type { ReportFile } from '#engine/report/report-format';
import { RankLabError } from '#shared/errors';
import type { Protocol } from '#shared/schemas/protocol';
import type { Diagnosis } from './diagnosis';
import type { Question } from './question';

/** The files of the questions that a protocol asks besides its comparison. The same protocol gives the same bytes. */
export async function diagnose(
  diagnosis: Diagnosis,
  question: Question,
  { blame, movers, sensitivity }: Protocol['diagnose'],
  context?: TaskContext,
): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  if (blame) files.push(...blameFiles(await diagnosis.blame(question, blame, context)));
  if (movers) files.push(...moversFiles(await diagnosis.movers(firstTwo(question), movers, context)));
  if (sensitivity) {
    const two = { ...question, everyUser: false, config: { ...question.config, variants: question.config.variants.slice(0, 2) } };
    files.push(...sensitivityFiles(await diagnosis.sensitivity(two, sensitivity, context), sensitivity));
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
