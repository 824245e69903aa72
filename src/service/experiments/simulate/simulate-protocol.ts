import type { TaskContext } from '#engine/ports';
import { abTestFiles } from '#engine/report/simulate/ab-test-files';
import { banditsFiles } from '#engine/report/simulate/bandits-files';
import { interleavingFiles } from '#engine/report/simulate/interleaving-files';
import type { ReportFile } from '#engine/report/report-format';
import { RankLabError } from '#shared/errors';
import type { Protocol } from '#shared/schemas/protocol';
import type { Question } from '../diagnosis/question';
import type { Simulations } from './simulations';

/** The files of the tests on simulated users that a protocol asks for. The same protocol gives the same bytes. */
export async function simulate(
  simulations: Simulations,
  question: Question,
  { abTest, interleaving, bandits }: Protocol['simulate'],
  context?: TaskContext,
): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  const first = (most: number): Question => ({
    ...question,
    config: { ...question.config, variants: question.config.variants.slice(0, most) },
  });
  if (abTest) files.push(...abTestFiles(await simulations.abTest(first(2), abTest, undefined, context)));
  if (interleaving)
    files.push(...interleavingFiles(await simulations.interleaving(several(first(10), 'interleaving'), interleaving, context)));
  if (bandits) files.push(...banditsFiles(await simulations.bandits(several(first(10), 'bandits'), bandits, context)));
  return files;
}

function several(question: Question, what: string): Question {
  if (question.config.variants.length > 1) return question;
  throw new RankLabError('INVALID_ARGUMENT', 'One variant alone has no other to be compared with', {
    place: `simulate.${what}`,
    remedy: `Add a variant, or leave “${what}” out`,
  });
}
