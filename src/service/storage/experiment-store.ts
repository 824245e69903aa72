import { randomUUID } from 'node:crypto';
import { RankLabError } from '#shared/errors';
import { matchesExperiment } from '#shared/experiment-search';
import type { ExperimentSummary, SavedExperiment } from '#shared/contract/experiment';
import type { Database, Row } from './database';
import { summarise, type ResultSummary } from './experiment-summary';

export type NewExperiment = Omit<SavedExperiment, 'id'> & { readonly id?: string };

/** Between groups of this size other requests get their turn. */
const summarisedTogether = 50;

/** Saved experiments with their configuration and numbers, in the workspace's database. */
export class ExperimentStore {
  /** By id: results never change, and reading a thousand of them takes a moment. */
  readonly #summaries = new Map<string, ResultSummary>();

  constructor(
    private readonly database: Database,
    private readonly exists: () => Promise<boolean>,
  ) {}

  /** Durable when it returns; answers the id. */
  async save(experiment: NewExperiment): Promise<string> {
    const id = experiment.id ?? randomUUID();
    this.#summaries.delete(id);
    await this.database.transaction('save the experiment', async (connection) => {
      await connection.run('delete from experiments where id = ?', [id]);
      await connection.run('insert into experiments values (?, ?, ?, ?::DOUBLE, ?, ?)', [
        id,
        experiment.name,
        experiment.notes,
        experiment.createdAtMs,
        JSON.stringify(experiment.config),
        JSON.stringify(experiment.result),
      ]);
    });
    return id;
  }

  /** Newest first, in full. */
  async list(): Promise<SavedExperiment[]> {
    if (!(await this.exists())) return [];
    return (await this.database.rows('select * from experiments order by created_at desc, id')).map(parse);
  }

  /** Newest first, in short: of each result only the variants' numbers are read, by the database, and only once. */
  async summaries({ search, offset, limit }: { search: string; offset: number; limit: number }): Promise<{
    total: number;
    experiments: ExperimentSummary[];
  }> {
    if (!(await this.exists())) return { total: 0, experiments: [] };
    const rows = await this.database.rows('select id, name, notes, created_at from experiments order by created_at desc, id');
    await this.#summarise(rows.map((row) => row.id as string).filter((id) => !this.#summaries.has(id)));
    const all = rows.flatMap((row): ExperimentSummary[] => {
      const summary = this.#summaries.get(row.id as string);
      return summary
        ? [
            {
              id: row.id as string,
              name: row.name as string,
              notes: row.notes as string,
              createdAtMs: row.created_at as number,
              ...summary,
            },
          ]
        : [];
    });
    const found = all.filter((experiment) => matchesExperiment(experiment, search));
    return { total: found.length, experiments: found.slice(offset, offset + limit) };
  }

  async #summarise(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += summarisedTogether) {
      const some = ids.slice(from, from + summarisedTogether);
      const rows = await this.database.rows(
        `select id, json_extract(result, '$.testUserCount')::VARCHAR as users, json_extract(result, '$.variants')::VARCHAR as variants
         from experiments where id in (${some.map(() => '?').join(', ')})`,
        some,
      );
      for (const { id, users, variants } of rows) {
        const result = { testUserCount: Number(users), variants: JSON.parse(variants as string) as SavedExperiment['result']['variants'] };
        this.#summaries.set(id as string, summarise(result));
      }
    }
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<SavedExperiment> {
    const [row] = (await this.exists()) ? await this.database.rows('select * from experiments where id = ?', [id]) : [];
    if (!row) throw unknown(id);
    return parse(row);
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

  /** @throws NOT_FOUND */
  async remove(id: string): Promise<void> {
    await this.get(id);
    await this.database.transaction('remove the experiment', async (connection) => {
      await connection.run('delete from experiments where id = ?', [id]);
    });
  }
}

const parse = (row: Row): SavedExperiment => ({
  id: row.id as string,
  name: row.name as string,
  notes: row.notes as string,
  createdAtMs: row.created_at as number,
  config: JSON.parse(row.config as string) as SavedExperiment['config'],
  result: JSON.parse(row.result as string) as SavedExperiment['result'],
});

const unknown = (id: string): RankLabError =>
  new RankLabError('NOT_FOUND', `Unknown experiment “${id.slice(0, 80)}”`, { value: id.slice(0, 80), remedy: 'It may have been removed.' });
