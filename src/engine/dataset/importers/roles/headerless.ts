import type { GuessedField, ImportRole } from '#shared/schemas/dataset';
import type { ColumnProfile } from '../profile/profile';
import type { Proposal } from './propose';

const lowConfidence = 0.4;

/** Columns without names can only be guessed by their cells, so the user has to confirm the result. */
export function proposeByCells(role: ImportRole, columns: readonly ColumnProfile[]): Proposal {
  if (role === 'interactions') return proposeLog(columns);
  const id = columns.find(({ type, repetition }) => type !== 'empty' && repetition === 1) ?? columns[0];
  const field = role === 'users' ? 'user' : 'video';
  const texts = role === 'videos' ? columns.filter((column) => column !== id && column.type === 'text' && column.repetition < 1.5) : [];
  const fields = [
    guess(field, id, 'no two rows have the same'),
    ...texts.slice(0, 2).map((column, at) => guess(at === 0 ? 'title' : 'description', column, 'a different text in every row')),
  ];
  return { fields, rivals: { [field]: columns.filter(({ type }) => type !== 'empty').map(({ name }) => name) } };
}

const guess = (field: string, column: ColumnProfile, because: string, confidence = lowConfidence): GuessedField => ({
  field,
  column: column.name,
  confidence,
  because,
});

function proposeLog(columns: readonly ColumnProfile[]): Proposal {
  const time = columns.find((column) => (column.time?.share ?? 0) > 0.9);
  const others = columns.filter((column) => column !== time && column.type !== 'empty');
  const isIdLike = (column: ColumnProfile): boolean => column.values.length > 1 && column.type !== 'boolean';
  const values = others.filter((column) => isRating(column) && others.filter((other) => other !== column && isIdLike(other)).length >= 2);
  const value = values.find(({ position }) => position >= 2) ?? values[0];
  const ids = others.filter((column) => column !== value && isIdLike(column));
  if (ids.length < 2) return { fields: [], rivals: {} };
  const [first, second] = ids;
  const isSwapped = userLikelihood(second) > userLikelihood(first);
  const [user, video] = isSwapped ? [second, first] : [first, second];
  const choices = ids.map(({ name }) => name);
  return {
    fields: [
      guess('user', user, 'the rows seem to be in its order'),
      guess('video', video, 'the other id'),
      ...(time ? [guess('timestamp', time, 'its cells are times', 0.8)] : []),
      ...(value ? [guess('value', value, 'its cells are a small set of small numbers', 0.6)] : []),
    ],
    rivals: {
      user: [user.name, ...choices.filter((name) => name !== user.name)],
      video: [video.name, ...choices.filter((name) => name !== video.name)],
    },
  };
}

/** Ratings have few distinct small values; ids have many. */
function isRating({ number, values, repetition, given }: ColumnProfile): boolean {
  if (!number || values.some((value) => Math.abs(Number(value.replace(',', '.'))) > 100)) return false;
  return values.length <= 21 && (given < 20 || (values.length > 1 && repetition > 2));
}

/** Logs are mostly ordered by user, and user ids often begin with a u. */
const userLikelihood = ({ runs, values }: ColumnProfile): number => runs + (values.every((value) => /^u/i.test(value)) ? 1 : 0);
