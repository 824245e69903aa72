import { randomUUID } from 'node:crypto';
import { RankLabError } from '#shared/errors';
import type { SavedExperiment } from '#shared/contract/experiment';
import type { Database, Row } from './database';

export type NewExperiment = Omit<SavedExperiment, 'id'> & { readonly id?: string };

/** Saved experiments with their configuration and numbers, in the workspace's database. */
export class ExperimentStore {
  constructor(
    private readonly database: Database,
    private readonly exists: () => Promise<boolean>,
  ) {}

  /** Durable when it returns; answers the id. */
  async save(experiment: NewExperiment): Promise<string> {
    const id = experiment.id ?? randomUUID();
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

  /** Newest first. */
  async list(): Promise<SavedExperiment[]> {
    if (!(await this.exists())) return [];
    return (await this.database.rows('select * from experiments order by created_at desc, id')).map(parse);
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<SavedExperiment> {
    const [row] = (await this.exists()) ? await this.database.rows('select * from experiments where id = ?', [id]) : [];
    if (!row) throw unknown(id);
    return parse(row);
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
