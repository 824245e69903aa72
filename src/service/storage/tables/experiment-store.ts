import type { DuckDBConnection } from '@duckdb/node-api';
import { randomUUID } from 'node:crypto';
import { matchesExperiment } from '#shared/experiment-search';
import type { ExperimentSummary, SavedExperiment } from '#shared/contract/experiment';
import type { NumberNote } from '#shared/schemas/number-note';
import type { Database, Row } from './database';
import { insertNotes, notesByRun, notesOf, putNote, removeNote, type WrittenNote } from './number-notes';
import { unknownExperiment } from './unknown-experiment';
import { packJson, unpackJson } from './packed-json';
import { summarise, type ResultSummary } from './experiment-summary';

type NewExperiment = Omit<SavedExperiment, 'id' | 'numberNotes'> & Partial<Pick<SavedExperiment, 'id' | 'numberNotes'>>;

/** Saved experiments with their configuration and numbers, in the workspace's database. */
export class ExperimentStore {
  /** By id, of runs that have none in the database, or one of an earlier version; results never change. */
  readonly #summaries = new Map<string, ResultSummary>();

  constructor(
    private readonly database: Database,
    private readonly exists: () => Promise<boolean>,
  ) {}

  /** Durable when it returns; answers the id. */
  async save(experiment: NewExperiment): Promise<string> {
    const id = experiment.id ?? randomUUID();
    this.#summaries.delete(id);
    // The database rewrites all runs at checkpoints; packed, a thousand of them fit into its memory limit.
    const packed = await packJson(experiment.result);
    await this.database.transaction('save the experiment', async (connection) => {
      await forget(connection, id);
      await connection.run('insert into experiment_summaries values (?, ?)', [
        id,
        JSON.stringify(summarise(experiment.result, experiment.config.variants)),
      ]);
      await connection.run('insert into experiments values (?, ?, ?, ?::DOUBLE, ?, ?)', [
        id,
        experiment.name,
        experiment.notes,
        experiment.createdAtMs,
        JSON.stringify(experiment.config),
        packed,
      ]);
      await insertNotes(connection, id, experiment.numberNotes ?? []);
    });
    return id;
  }

  /** Newest first, in full. */
  async list(): Promise<SavedExperiment[]> {
    if (!(await this.exists())) return [];
    const notes = await notesByRun(this.database);
    return (await this.database.rows('select * from experiments order by created_at desc, id')).map((row) =>
      parse(row, notes.get(row['id'] as string)),
    );
  }

  /** Newest first, in short, without reading the results. */
  async summaries({ search, offset, limit }: { search: string; offset: number; limit: number }): Promise<{
    total: number;
    experiments: ExperimentSummary[];
  }> {
    if (!(await this.exists())) return { total: 0, experiments: [] };
    const rows = await this.database.rows(
      `select experiments.id, name, notes, created_at, summary
       from experiments left join experiment_summaries using (id)
       order by created_at desc, experiments.id`,
    );
    const notesOfRuns = await notesByRun(this.database);
    const all: ExperimentSummary[] = [];
    for (const { id, name, notes, created_at, summary } of rows as Record<string, string>[]) {
      const kept = storedSummary(summary) ?? (await this.#summaryOf(id as string));
      all.push({
        id: id as string,
        name: name as string,
        notes: notes as string,
        createdAtMs: Number(created_at),
        ...kept,
        numberNotes: notesOfRuns.get(id as string) ?? [],
      });
    }
    const found = all.filter((experiment) => matchesExperiment(experiment, search));
    return { total: found.length, experiments: found.slice(offset, offset + limit) };
  }

  /** Of a run that was saved before there were summaries, or before they had their present fields. One at a time: only an equal id is looked up without reading every result. */
  async #summaryOf(id: string): Promise<ResultSummary> {
    const known = this.#summaries.get(id);
    if (known) return known;
    const { result, config } = await this.get(id);
    const summary = summarise(result, config.variants);
    this.#summaries.set(id, summary);
    return summary;
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<SavedExperiment> {
    const [row] = (await this.exists()) ? await this.database.rows('select * from experiments where id = ?', [id]) : [];
    if (!row) throw unknownExperiment(id);
    return parse(row, await notesOf(this.database, id));
  }

  async has(id: string): Promise<boolean> {
    if (!(await this.exists())) return false;
    return (await this.database.rows('select 1 from experiments where id = ?', [id])).length > 0;
  }

  /** @throws NOT_FOUND */
  async annotate(id: string, name: string, notes: string): Promise<void> {
    await this.get(id);
    await this.database.transaction('save the notes', async (connection) => {
      await connection.run('update experiments set name = ?, notes = ? where id = ?', [name, notes, id]);
    });
  }

  /** Adds a note on a number, or changes it. @throws NOT_FOUND, CONFLICT where the number has another note. */
  putNote = (id: string, note: WrittenNote): Promise<NumberNote> => putNote(this.database, id, note, Date.now());

  /** @throws NOT_FOUND */
  async removeNote(id: string, note: string): Promise<void> {
    await this.get(id);
    await removeNote(this.database, id, note);
  }

  /** @throws NOT_FOUND */
  async remove(id: string): Promise<void> {
    await this.get(id);
    await this.database.transaction('remove the experiment', async (connection) => {
      await forget(connection, id);
    });
  }
}

async function forget(connection: DuckDBConnection, id: string): Promise<void> {
  for (const table of ['experiments', 'experiment_summaries']) await connection.run(`delete from ${table} where id = ?`, [id]);
  await connection.run('delete from number_notes where experiment = ?', [id]);
}

/** Undefined where there is none, or an earlier version's, which lacks fields: the challenger came last. */
function storedSummary(text: string | null | undefined): ResultSummary | undefined {
  if (typeof text !== 'string') return undefined;
  const summary = JSON.parse(text) as ResultSummary | Omit<ResultSummary, 'challenger'>;
  return 'challenger' in summary ? summary : undefined;
}

const parse = (row: Row, numberNotes: readonly NumberNote[] = []): SavedExperiment => ({
  id: row.id as string,
  name: row.name as string,
  notes: row.notes as string,
  createdAtMs: row.created_at as number,
  config: JSON.parse(row.config as string) as SavedExperiment['config'],
  result: unpackJson(row.result as string) as SavedExperiment['result'],
  numberNotes: [...numberNotes],
});
