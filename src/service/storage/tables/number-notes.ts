import type { DuckDBConnection } from '@duckdb/node-api';
import { randomUUID } from 'node:crypto';
import { RankLabError } from '#shared/errors';
import { placeKey, placeText } from '#shared/number-notes';
import { mostNotes, type NotePlace, type NumberNote } from '#shared/schemas/number-note';
import type { Database, Row } from './database';
import { unknownExperiment } from './unknown-experiment';

/** A note to write: with an id, the one that is changed, or was removed and comes back. */
export interface WrittenNote {
  readonly id?: string | undefined;
  readonly place: NotePlace;
  readonly text: string;
}

const notesOfRun = 'select * from number_notes where experiment = ? order by created_at, id';

/** The notes on an experiment's numbers, oldest first. */
export const notesOf = async (database: Database, experiment: string): Promise<NumberNote[]> =>
  (await database.rows(notesOfRun, [experiment])).map(parse);

/** The notes of every experiment that has some. */
export async function notesByRun(database: Database): Promise<Map<string, NumberNote[]>> {
  const rows = await database.rows('select * from number_notes order by created_at, id');
  const notes = new Map<string, NumberNote[]>();
  for (const row of rows) {
    const id = row['experiment'] as string;
    notes.set(id, [...(notes.get(id) ?? []), parse(row)]);
  }
  return notes;
}

export async function insertNotes(connection: DuckDBConnection, experiment: string, notes: readonly NumberNote[]): Promise<void> {
  for (const { id, place, text, createdAtMs, changedAtMs } of notes) {
    await connection.run('insert into number_notes values (?, ?, ?, ?, ?::DOUBLE, ?::DOUBLE)', [
      experiment,
      id,
      JSON.stringify(place),
      text,
      createdAtMs,
      changedAtMs,
    ]);
  }
}

/**
 * Adds or changes one note and returns it. What it depends on is read in the same transaction, since another note may be saved at the same time.
 * @throws NOT_FOUND for an unknown experiment, CONFLICT where the number has another note, or the experiment too many.
 */
export const putNote = (database: Database, experiment: string, note: WrittenNote, nowMs: number): Promise<NumberNote> =>
  database.transaction('save the note', async (connection) => {
    await requireExperiment(connection, experiment);
    const notes = await notesWithin(connection, experiment);
    requirePlace(notes, note);
    const before = notes.find(({ id }) => id === note.id);
    const written = {
      id: note.id ?? randomUUID(),
      place: note.place,
      text: note.text,
      createdAtMs: before?.createdAtMs ?? nowMs,
      changedAtMs: nowMs,
    };
    await deleteNote(connection, experiment, written.id);
    await insertNotes(connection, experiment, [written]);
    return written;
  });

function requirePlace(notes: readonly NumberNote[], { id, place }: WrittenNote): void {
  const same = notes.find((note) => note.id !== id && placeKey(note.place) === placeKey(place));
  if (same) {
    throw new RankLabError('CONFLICT', `There is a note on ${placeText(place)}`, {
      place: `note ${same.id}`,
      remedy: 'Change that note: give its id together with the new text.',
    });
  }
  if (notes.length >= mostNotes && !notes.some((note) => note.id === id)) {
    throw new RankLabError('CONFLICT', `An experiment has at most ${mostNotes} notes on numbers`, { remedy: 'Remove one first.' });
  }
}

/** @throws NOT_FOUND */
export const removeNote = (database: Database, experiment: string, id: string): Promise<void> =>
  database.transaction('remove the note', async (connection) => {
    await requireExperiment(connection, experiment);
    if (!(await notesWithin(connection, experiment)).some((note) => note.id === id)) {
      throw new RankLabError('NOT_FOUND', `The experiment has no note “${id.slice(0, 80)}”`, {
        value: id.slice(0, 80),
        remedy: 'It may have been removed.',
      });
    }
    await deleteNote(connection, experiment, id);
  });

async function requireExperiment(connection: DuckDBConnection, id: string): Promise<void> {
  if ((await connection.runAndReadAll('select 1 from experiments where id = ?', [id])).currentRowCount === 0) throw unknownExperiment(id);
}

async function notesWithin(connection: DuckDBConnection, experiment: string): Promise<NumberNote[]> {
  return (await connection.runAndReadAll(notesOfRun, [experiment])).getRowObjects().map(parse);
}

async function deleteNote(connection: DuckDBConnection, experiment: string, id: string): Promise<void> {
  await connection.run('delete from number_notes where experiment = ? and id = ?', [experiment, id]);
}

const parse = (row: Row): NumberNote => ({
  id: row['id'] as string,
  place: JSON.parse(row['place'] as string) as NotePlace,
  text: row['text'] as string,
  createdAtMs: row['created_at'] as number,
  changedAtMs: row['changed_at'] as number,
});
