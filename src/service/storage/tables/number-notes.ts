import type { DuckDBConnection } from '@duckdb/node-api';
import { randomUUID } from 'node:crypto';
import { RankLabError } from '#shared/errors';
import { placeKey, placeText } from '#shared/number-notes';
import { mostNotes, type NotePlace, type NumberNote } from '#shared/schemas/number-note';
import type { Database, Row } from './database';

/** A note to write: with an id, the one that is changed, or was removed and comes back. */
export interface WrittenNote {
  readonly id?: string | undefined;
  readonly place: NotePlace;
  readonly text: string;
}

/** The notes on an experiment's numbers, oldest first. */
export const notesOf = async (database: Database, experiment: string): Promise<NumberNote[]> =>
  (await database.rows('select * from number_notes where experiment = ? order by created_at, id', [experiment])).map(parse);

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

/** Adds or changes one note and returns it. @throws CONFLICT where the number has another note, or the experiment too many. */
export async function putNote(
  database: Database,
  experiment: string,
  { id, place, text }: WrittenNote,
  nowMs: number,
): Promise<NumberNote> {
  const notes = await notesOf(database, experiment);
  const before = notes.find((note) => note.id === id);
  const same = notes.find((note) => note.id !== id && placeKey(note.place) === placeKey(place));
  if (same) {
    throw new RankLabError('CONFLICT', `There is a note on ${placeText(place)}`, {
      place: `note ${same.id}`,
      remedy: 'Change that note: give its id together with the new text.',
    });
  }
  if (!before && notes.length >= mostNotes) {
    throw new RankLabError('CONFLICT', `An experiment has at most ${mostNotes} notes on numbers`, { remedy: 'Remove one first.' });
  }
  const note = { id: id ?? randomUUID(), place, text, createdAtMs: before?.createdAtMs ?? nowMs, changedAtMs: nowMs };
  await database.transaction('save the note', async (connection) => {
    await deleteNote(connection, experiment, note.id);
    await insertNotes(connection, experiment, [note]);
  });
  return note;
}

/** @throws NOT_FOUND */
export async function removeNote(database: Database, experiment: string, id: string): Promise<void> {
  if (!(await notesOf(database, experiment)).some((note) => note.id === id)) {
    throw new RankLabError('NOT_FOUND', `The experiment has no note “${id.slice(0, 80)}”`, {
      value: id.slice(0, 80),
      remedy: 'It may have been removed.',
    });
  }
  await database.transaction('remove the note', (connection) => deleteNote(connection, experiment, id));
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
