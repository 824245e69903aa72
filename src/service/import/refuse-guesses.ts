import { RankLabError } from '#shared/errors';
import type { FileRole } from '#engine/dataset/importers/plan';
import type { ImportQuestion } from '#shared/schemas/dataset';

const optionOf: Readonly<Record<string, string>> = {
  timestampUnit: '--timestamp-unit',
  numberFormat: '--number-format',
};

/** A question about a file of that role. */
export interface OpenQuestion {
  readonly role: FileRole;
  readonly question: ImportQuestion;
  /** Whether it has a best answer that could be accepted; nothing fits a required column without one. */
  readonly hasGuess: boolean;
}

/** One error for all undecided questions of all files, with the choices and the options that set them. */
export function refuseGuesses(open: readonly OpenQuestion[], problems: readonly RankLabError[]): RankLabError {
  const lines = [...problems.map((problem) => problem.message), ...open.map(questionLine)];
  const questions = open.map(({ question }) => question);
  const [problem] = problems;
  const [question] = questions;
  return new RankLabError(problem && questions.length === 0 ? problem.code : 'INVALID_ARGUMENT', lines.join('\n'), {
    place: question ? `${question.file}: ${question.about}` : (problem?.details.place ?? ''),
    remedy: remedyFor(open),
  });
}

function remedyFor(open: readonly OpenQuestion[]): string {
  if (!open.some(({ question }) => question.choices.length > 0)) return 'Check the files.';
  const guessable = open.filter(({ hasGuess }) => hasGuess).length;
  if (guessable === open.length) return 'Set it, or accept the first choice with --yes (acceptGuesses).';
  const fields = open.flatMap(({ hasGuess, question }) => (hasGuess ? [] : [question.about])).join(', ');
  const others = guessable > 0 ? '; --yes (acceptGuesses) accepts the first choice of the others' : '';
  return `Name the column of ${fields}: none fits, so there is no best one to accept${others}.`;
}

function questionLine({ role, question: { file, about, message, choices } }: OpenQuestion): string {
  const answers = choices.slice(0, 12).map(({ value, label }) => {
    const option = optionFor(role, about, value);
    return optionOf[about] === undefined ? option : `${option}: ${label}`;
  });
  return `${file}: ${message}${answers.length === 0 ? '' : ` [${answers.join(' | ')}]`}`;
}

/** The option of the command line that gives this answer. */
function optionFor(role: FileRole, about: string, value: string): string {
  const option = optionOf[about];
  if (option === undefined) return `${role === 'interactions' ? '--map' : `--map-${role}`} ${about}=${JSON.stringify(value)}`;
  if (value === '') return '--yes';
  return role === 'interactions' ? `${option} ${value}` : `--options '${JSON.stringify({ [role]: { [about]: value } })}'`;
}
