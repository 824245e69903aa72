import { RankLabError } from '#shared/errors';
import type { ImportQuestion } from '#shared/schemas/dataset';

const optionOf: Readonly<Record<string, string>> = { timestampUnit: '--timestamp-unit', numberFormat: '--number-format' };

/** One error for all undecided questions of all files, with the choices and the options that set them. */
export function refuseGuesses(questions: readonly ImportQuestion[], problems: readonly RankLabError[]): RankLabError {
  const lines = [...problems.map((problem) => problem.message), ...questions.map(questionLine)];
  const [problem] = problems;
  const [question] = questions;
  const canGuess = questions.some(({ choices }) => choices.length > 0);
  return new RankLabError(problem && questions.length === 0 ? problem.code : 'INVALID_ARGUMENT', lines.join('\n'), {
    place: question ? `${question.file}: ${question.about}` : (problem?.details.place ?? ''),
    remedy: canGuess ? 'Set it, or accept the first choice with --yes (acceptGuesses).' : 'Check the files.',
  });
}

function questionLine({ file, about, message, choices }: ImportQuestion): string {
  const option = optionOf[about];
  const isColumn = option === undefined;
  const answers = choices
    .slice(0, 12)
    .map(({ value, label }) => (isColumn ? `--map ${about}=${JSON.stringify(value)}` : `${option} ${value || '(none)'}: ${label}`));
  return `${file}: ${message}${answers.length === 0 ? '' : ` [${answers.join(' | ')}]`}`;
}
