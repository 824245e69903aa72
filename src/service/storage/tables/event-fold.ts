import type { DuckDBConnection } from '@duckdb/node-api';
import { appendColumns } from './column-appender';
import type { DataEvent, StoredVideo } from '../log/data-event';
import { duckDb } from './duckdb-module';
import { labelFamilies, live, removedRow } from './dataset-schema';
import type { FileOperations } from '../files/file-operations';

/** The most recently removed video of an id. */
export const removedVideo = 'select "row" from videos where id = ? and "row" < 0 order by "row" limit 1';

/** The columns that every workspace has; further ones keep their defaults. */
const videoColumns = '"row", id, title, description, tags, creator, published_at, duration';

type InteractionEvent = Extract<DataEvent, { op: 'i' }>;

/**
 * Applies logged events to the tables, in order, inside the caller's transaction. Users and videos that an interaction names for the
 * first time are added (a video then has only its id), so that no record is lost.
 */
export async function foldEvents(connection: DuckDBConnection, files: FileOperations, events: readonly DataEvent[]): Promise<void> {
  let run: InteractionEvent[] = [];
  const flush = async (): Promise<void> => {
    if (run.length > 0) await foldInteractions(connection, files, run);
    run = [];
  };
  for (const event of events) {
    if (event.op === 'i') {
      run.push(event);
      continue;
    }
    await flush();
    if (event.op === 'video') await foldVideo(connection, event.video);
    else if (event.op === 'remove') await foldRemoval(connection, event.id);
    else await foldRestoration(connection, event.id);
  }
  await flush();
}

async function foldInteractions(connection: DuckDBConnection, files: FileOperations, events: readonly InteractionEvent[]): Promise<void> {
  await connection.run(
    'create or replace temp table incoming (n INTEGER, "user" VARCHAR, video VARCHAR, kind VARCHAR, value DOUBLE, "timestamp" DOUBLE)',
  );
  await appendColumns(connection, files, 'incoming', [
    Int32Array.from(events, (_, n) => n),
    events.map((event) => event.u),
    events.map((event) => event.v),
    events.map((event) => event.k),
    Float64Array.from(events, (event) => event.x ?? NaN),
    Float64Array.from(events, (event) => event.t ?? NaN),
  ]);
  const next = (table: string, column: string, where = ''): string =>
    `coalesce((select max(greatest(${column}, -2 - ${column})) from ${table} ${where}), -1)`;
  /** Ids of `column` that are not in `table`, numbered in order of first appearance. */
  const unseen = (column: string, table: string): string =>
    `select (row_number() over (order by min(n)))::INTEGER as i, incoming."${column}" as id from incoming
     where incoming."${column}" not in (select id from ${table}) group by incoming."${column}"`;
  await connection.run(`insert into users select ${next('users', '"row"')} + i, id from (${unseen('user', 'users')}) order by i`);
  await connection.run(
    `insert into videos (${videoColumns}) select ${next('videos', '"row"')} + i, id, '', '', '[]', -1, 'NaN'::DOUBLE, 'NaN'::DOUBLE
     from (${unseen('video', live.videos)}) order by i`,
  );
  const kinds = `where family = '${labelFamilies.kinds}'`;
  await connection.run(
    `insert into labels select '${labelFamilies.kinds}', ${next('labels', 'code', kinds)} + i, id
     from (${unseen('kind', `(select label as id from labels ${kinds})`)}) order by i`,
  );
  await connection.run(
    `insert into interactions ("user", video, kind, value, "timestamp")
     select users."row", videos."row", least(labels.code, 255)::UTINYINT, incoming.value, incoming."timestamp" from incoming
     join users on users.id = incoming."user" join videos on videos.id = incoming.video and videos."row" >= 0
     join labels on labels.label = incoming.kind and labels.family = '${labelFamilies.kinds}'
     order by incoming.n`,
  );
  await connection.run('drop table incoming');
}

async function foldVideo(connection: DuckDBConnection, video: StoredVideo): Promise<void> {
  const existing = await findRow(connection, video.videoId);
  const row = existing ?? (await maximum(connection, 'select max(greatest("row", -2 - "row")) from videos')) + 1;
  if (existing !== undefined) await connection.run('delete from video_categories where "row" = ?', [row]);
  const creator = video.creator ? await labelCode(connection, labelFamilies.creators, video.creator) : -1;
  const content = [
    video.title,
    video.description,
    JSON.stringify(video.tags.filter((tag) => tag !== '')),
    creator,
    video.publishedAtMs ?? NaN,
    video.durationSeconds ?? NaN,
  ];
  // Explicit type, because a number without a fraction would be bound as an integer.
  const { INTEGER, VARCHAR, DOUBLE } = duckDb();
  const types = [VARCHAR, VARCHAR, VARCHAR, INTEGER, DOUBLE, DOUBLE];
  if (existing === undefined) {
    const insert = `insert into videos (${videoColumns}) values (?, ?, ?, ?, ?, ?, ?, ?)`;
    await connection.run(insert, [row, video.videoId, ...content], [INTEGER, VARCHAR, ...types]);
  } else {
    // In place: an edit keeps the further columns.
    const set = 'title = ?, description = ?, tags = ?, creator = ?, published_at = ?, duration = ?';
    await connection.run(`update videos set ${set} where "row" = ?`, [...content, row], [...types, INTEGER]);
  }
  for (const category of new Set(video.categories)) {
    if (category === '') continue;
    const code = await labelCode(connection, labelFamilies.categories, category);
    await connection.run('insert into video_categories values (?, ?)', [row, code]);
  }
}

/** A removed video's interactions are removed with it: they would be dangling. */
async function foldRemoval(connection: DuckDBConnection, id: string): Promise<void> {
  const row = await findRow(connection, id);
  if (row !== undefined) await moveRow(connection, row);
}

/** Unless the id was reused meanwhile. */
async function foldRestoration(connection: DuckDBConnection, id: string): Promise<void> {
  if ((await findRow(connection, id)) !== undefined) return;
  const [found] = (await connection.runAndReadAll(removedVideo, [id])).getRows();
  if (found) await moveRow(connection, Number(found[0]));
}

/** Switches between present and removed in place, so the order of rows is kept. */
async function moveRow(connection: DuckDBConnection, row: number): Promise<void> {
  const target = removedRow(row);
  await connection.run('update videos set "row" = ? where "row" = ?', [target, row]);
  await connection.run('update video_categories set "row" = ? where "row" = ?', [target, row]);
  await connection.run('update interactions set video = ? where video = ?', [target, row]);
}

async function labelCode(connection: DuckDBConnection, family: string, label: string): Promise<number> {
  const found = (await connection.runAndReadAll('select code from labels where family = ? and label = ?', [family, label])).getRows()[0];
  if (found) return Number(found[0]);
  const code = (await maximum(connection, 'select max(code) from labels where family = ?', [family])) + 1;
  await connection.run('insert into labels values (?, ?, ?)', [family, code, label]);
  return code;
}

async function findRow(connection: DuckDBConnection, id: string): Promise<number | undefined> {
  const found = (await connection.runAndReadAll(`select "row" from ${live.videos} where id = ?`, [id])).getRows()[0];
  return found ? Number(found[0]) : undefined;
}

/** −1 for an empty table. */
async function maximum(connection: DuckDBConnection, sql: string, values: string[] = []): Promise<number> {
  const value = (await connection.runAndReadAll(sql, values)).getRows()[0]?.[0];
  return value === null || value === undefined ? -1 : Number(value);
}
