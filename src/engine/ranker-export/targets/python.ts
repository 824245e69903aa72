import { noParams } from '../../core/registry';
import { itemLines, scorerAbilities, scorerFormula } from '../scorers/formula';
import { pythonSource } from '../scorers/python-source';
import { textFile, type ExportTarget } from '../target';

export const pythonTarget: ExportTarget = {
  id: 'python',
  label: 'Python',
  description: 'One file without dependencies that ranks candidates as RankLab does.',
  params: noParams,
  abilities: scorerAbilities,
  scalings: () => ['pool'],
  steps: [
    'Copy `ranker.py` into your service (Python 3.8 or later, standard library only).',
    'Keep the lines of `backfill.jsonl` where the service finds an item by its id, and write them again as often as the table below says.',
    'Call `rank(items, request, length)` with the candidates’ lines and the user’s line of `users.jsonl`. `python3 ranker.py backfill.jsonl test-vectors.jsonl` checks the installation.',
  ],
  write: (plan) => [
    // A raw string of Python keeps every sign of JSON but three quotes in a row, which JSON escapes.
    textFile(
      'ranker.py',
      pythonSource.replace('FORMULA_JSON', () => JSON.stringify(scorerFormula(plan))),
      'text/x-python',
    ),
    itemLines(plan),
  ],
};
