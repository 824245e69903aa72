import type { GuessedField, ImportRole } from '#shared/schemas/dataset';
import type { ColumnProfile } from '../profile/profile';
import { fieldGuesses, plainName, type FieldGuess } from './fields';

export interface Proposal {
  readonly fields: readonly GuessedField[];
  /** Fields with two equally good columns, each with its columns, the best one first. */
  readonly rivals: Readonly<Record<string, readonly string[]>>;
}

interface Candidate {
  readonly column: ColumnProfile;
  readonly score: number;
  readonly because: string;
}

/** Names after this one are equally usual. */
const lastRank = 80;
/** Guesses below this confidence are dropped. */
const leastScore = 0.45;

/**
 * Assigns columns to the fields of a role. Fields choose in order, each the column whose name and cells fit best; fields in `given`
 * are fixed by the caller and not guessed.
 */
export function proposeFields(
  role: ImportRole,
  columns: readonly ColumnProfile[],
  given: Readonly<Record<string, string | undefined>> = {},
  sameCells: (a: ColumnProfile, b: ColumnProfile) => boolean = () => false,
): Proposal {
  const taken = new Set(Object.values(given));
  const fields: GuessedField[] = [];
  const rivals: Record<string, readonly string[]> = {};
  for (const guess of fieldGuesses[role]) {
    const named = given[guess.field];
    if (named !== undefined) {
      fields.push({ field: guess.field, column: named, confidence: 1, because: 'given' });
      continue;
    }
    const candidates = columns
      .filter(({ name }) => !taken.has(name))
      .flatMap((column) => candidate(guess, column, columns) ?? [])
      .sort((a, b) => b.score - a.score);
    const best = candidates[0];
    if (!best) continue;
    taken.add(best.column.name);
    const equals = competingColumns(role, guess.field, best, candidates, sameCells);
    if (equals.length > 0) rivals[guess.field] = [best, ...equals].map(({ column }) => column.name);
    const confidence = equals.length > 0 ? Math.min(0.5, best.score) : best.score;
    fields.push({ field: guess.field, column: best.column.name, confidence: rounded(confidence), because: best.because });
  }
  return role === 'interactions' && given['timestamp'] === undefined
    ? withTimeByCells({ fields, rivals }, columns, taken)
    : { fields, rivals };
}

/** Times of something else than the event. */
const otherTime = /birth|dob|publi|releas|upload|sign_?up|regist|join|expir|updat|modif|crawl|scrap|load|insert|ingest|due|end/i;

/** A log whose time has no usual name: the column whose cells are times, if there is one; of several the user chooses. */
function withTimeByCells(proposal: Proposal, columns: readonly ColumnProfile[], taken: ReadonlySet<string | undefined>): Proposal {
  if (proposal.fields.length < 2 || proposal.fields.some(({ field }) => field === 'timestamp')) return proposal;
  const times = columns.filter(
    ({ name, type, time }) =>
      type === 'time' && time !== undefined && time.share > 0.9 && time.step !== 'year' && !taken.has(name) && !otherTime.test(name),
  );
  const moments = times.filter(({ time }) => time?.step === 'moment');
  const [best, ...others] = moments.length > 0 ? moments : times;
  if (!best) return proposal;
  const field = { field: 'timestamp', column: best.name, confidence: others.length > 0 ? 0.5 : 0.7, because: 'its cells are times' };
  const rivals = others.length > 0 ? { ...proposal.rivals, timestamp: [best, ...others].map(({ name }) => name) } : proposal.rivals;
  return { fields: [...proposal.fields, field], rivals };
}

const rounded = (confidence: number): number => Math.round(Math.min(1, confidence) * 100) / 100;

function candidate(guess: FieldGuess, column: ColumnProfile, columns: readonly ColumnProfile[]): Candidate | undefined {
  const name = plainName(column.name);
  const rank = guess.names.indexOf(name);
  // A header without rows is judged by its names alone.
  const suits = column.rows === 0 ? 1 : guess.suits(column);
  if (rank < 0 || suits < leastScore) return undefined;
  // A column of times is preferred to one of days, whatever their names.
  const finer = guess.field === 'timestamp' && column.time?.step !== 'moment' && columns.some((other) => isMoment(guess, other)) ? 0.8 : 1;
  const score = (1 - 0.004 * Math.min(rank, lastRank)) * suits * finer;
  return score < leastScore ? undefined : { column, score, because: `its name and ${suits > 0.95 ? 'all' : 'most'} of its cells` };
}

const isMoment = (guess: FieldGuess, { name, time }: ColumnProfile): boolean =>
  time?.step === 'moment' && guess.names.includes(plainName(name));

/**
 * Other candidates with different cells: of an id those that are nearly as certain by name (in a catalogue, if no id comes twice), of other fields
 * those with the very same name.
 */
function competingColumns(
  role: ImportRole,
  field: string,
  best: Candidate,
  candidates: readonly Candidate[],
  sameCells: (a: ColumnProfile, b: ColumnProfile) => boolean,
): Candidate[] {
  const others = candidates.slice(1).filter(({ column }) => !sameCells(best.column, column));
  if (field !== 'user' && field !== 'video') {
    const name = best.column.name.replace(/ \(\d+\)$/, '');
    return others.filter(({ column }) => column.name.replace(/ \(\d+\)$/, '') === name);
  }
  const isKey = ({ column }: Candidate): boolean => column.rows > 2 && column.repetition === 1 && column.given === column.rows;
  const near = others.filter(({ score }) => score >= best.score - 0.05);
  return role === 'interactions' ? near : near.filter((other) => isKey(other) && isKey(best));
}
