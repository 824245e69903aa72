import { noParams } from '../../core/registry';
import { itemLines, scorerAbilities, scorerFormula } from '../scorers/formula';
import { typescriptSource } from '../scorers/typescript-source';
import { textFile, type ExportTarget } from '../target';

export const typescriptTarget: ExportTarget = {
  id: 'typescript',
  label: 'TypeScript',
  description: 'One file without dependencies that ranks candidates as RankLab does.',
  params: noParams,
  abilities: scorerAbilities,
  scalings: () => ['pool'],
  steps: [
    'Copy `ranker.ts` into your service (any runtime that knows ES2022).',
    'Keep the lines of `backfill.jsonl` where the service finds an item by its id, and write them again as often as the table below says.',
    'Call `rank(items, request, length)` with the candidates’ lines and the user’s line of `users.jsonl`.',
  ],
  write: (plan) => [
    textFile(
      'ranker.ts',
      typescriptSource.replace('FORMULA_JSON', () => JSON.stringify(scorerFormula(plan), null, 2)),
      'text/typescript',
    ),
    itemLines(plan),
  ],
};
