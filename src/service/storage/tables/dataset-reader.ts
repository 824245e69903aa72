import type { DuckDBConnection } from '@duckdb/node-api';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import type { CategoricalColumn, Dataset, MultiLabelColumn } from '#engine/model/dataset';
import { RankLabError } from '#shared/errors';
import type { Fingerprint } from '#shared/ids';
import { rawVector } from './column-appender';
import { labelFamilies, live, userLabelFamily } from './dataset-schema';
import { FurtherReader } from './further-reader';

/**
 * The whole dataset as typed arrays, in the saved order. `known` is the stored fingerprint when the rows have not changed since
 * they were saved; otherwise it is recomputed.
 */
export async function readDataset(connection: DuckDBConnection, name: string, known: Fingerprint | undefined): Promise<Dataset> {
  const userIds = await texts(connection, 'select id from users order by "row"');
  const videoRows = await numbers(connection, Int32Array, `select "row" from ${live.videos} order by "row"`);
  const remap = gapFreeRows(videoRows);
  const itemColumns = await readItems(connection, videoRows.length, remap);
  const interactions = await readInteractions(connection, remap);
  const tables = {
    name,
    users: userTable({ ids: userIds, columns: await readUserColumns(connection, userIds.length) }),
    items: itemTable(itemColumns),
    interactions: interactionTable(interactions),
  };
  return known === undefined ? createDataset(tables) : { ...tables, fingerprint: known };
}

type Remap = ((rows: Int32Array) => Int32Array) | undefined;

/** Undefined when rows are already 0 … n − 1. */
function gapFreeRows(rows: Int32Array): Remap {
  const last = rows.at(-1) ?? -1;
  if (last === rows.length - 1) return undefined;
  const target = new Int32Array(last + 1).fill(-1);
  rows.forEach((row, position) => (target[row] = position));
  return (old) => old.map((row) => target[row] ?? -1);
}

async function readItems(connection: DuckDBConnection, count: number, remap: Remap) {
  const further = await FurtherReader.open(connection, 'videos', count);
  const result = await connection.run(
    `select id, title, description, tags, creator, published_at, duration${further.selected} from ${live.videos} order by "row"`,
  );
  const ids: string[] = [];
  const titles: string[] = [];
  const descriptions: string[] = [];
  const tags: string[][] = [];
  const creators = new Int32Array(count);
  const publishedAtMs = new Float64Array(count);
  const durationSeconds = new Float64Array(count);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const at = ids.length;
    ids.push(...(chunk.getColumnValues(0) as string[]));
    titles.push(...(chunk.getColumnValues(1) as string[]));
    descriptions.push(...(chunk.getColumnValues(2) as string[]));
    for (const text of chunk.getColumnValues(3) as string[]) tags.push(text === '[]' ? [] : (JSON.parse(text) as string[]));
    creators.set(rawVector<Int32Array>(chunk, 4).items, at);
    publishedAtMs.set(rawVector<Float64Array>(chunk, 5).items, at);
    durationSeconds.set(rawVector<Float64Array>(chunk, 6).items, at);
    further.take(chunk, 7, at);
  }
  return {
    ids,
    titles,
    descriptions,
    tags,
    categories: await readCategories(connection, count, remap),
    creators: { labels: await readLabels(connection, labelFamilies.creators), codes: creators },
    publishedAtMs,
    durationSeconds,
    columns: further.columns(),
  };
}

async function readCategories(connection: DuckDBConnection, count: number, remap: Remap): Promise<MultiLabelColumn> {
  // A video's categories were appended together and in order, so a stable sort by row restores them.
  const stored = await numbers(connection, Int32Array, 'select "row" from video_categories where "row" >= 0 order by "row", rowid');
  const codes = await numbers(connection, Int32Array, 'select code from video_categories where "row" >= 0 order by "row", rowid');
  const rows = remap ? remap(stored) : stored;
  const offsets = new Int32Array(count + 1);
  for (const row of rows) offsets[row + 1] = (offsets[row + 1] ?? 0) + 1;
  for (let row = 0; row < count; row++) offsets[row + 1] = (offsets[row + 1] ?? 0) + (offsets[row] ?? 0);
  return { labels: await readLabels(connection, labelFamilies.categories), offsets, codes };
}

async function readInteractions(connection: DuckDBConnection, remap: Remap) {
  const count = Number((await connection.runAndReadAll(`select count(*) from ${live.interactions}`)).getRows()[0]?.[0] ?? 0);
  const users = new Int32Array(count);
  const items = new Int32Array(count);
  const kindCodes = new Uint8Array(count);
  const values = new Float64Array(count);
  const timestampsMs = new Float64Array(count);
  const further = await FurtherReader.open(connection, 'interactions', count);
  const result = await connection.stream(
    `select "user", video, kind, value, "timestamp"${further.selected} from interactions where video >= 0`,
  );
  let at = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    users.set(rawVector<Int32Array>(chunk, 0).items, at);
    items.set(rawVector<Int32Array>(chunk, 1).items, at);
    kindCodes.set(rawVector<Uint8Array>(chunk, 2).items, at);
    values.set(rawVector<Float64Array>(chunk, 3).items, at);
    timestampsMs.set(rawVector<Float64Array>(chunk, 4).items, at);
    further.take(chunk, 5, at);
    at += chunk.rowCount;
  }
  if (at !== count) throw new RankLabError('INTERNAL', `Read ${at} of ${count} interactions`);
  const kinds = await readLabels(connection, labelFamilies.kinds);
  return { users, items: remap ? remap(items) : items, kinds, kindCodes, values, timestampsMs, columns: further.columns() };
}

async function readUserColumns(connection: DuckDBConnection, count: number): Promise<Record<string, CategoricalColumn>> {
  const names = await texts(connection, 'select name from user_columns order by position');
  const columns: [string, CategoricalColumn][] = [];
  for (const [position, name] of names.entries()) {
    const rows = await numbers(connection, Int32Array, `select "row" from user_codes where position = ${position} order by "row"`);
    const userCodes = await numbers(connection, Int32Array, `select code from user_codes where position = ${position} order by "row"`);
    const codes = new Int32Array(count).fill(-1);
    rows.forEach((row, i) => (codes[row] = userCodes[i] ?? -1));
    columns.push([name, { labels: await readLabels(connection, userLabelFamily(position)), codes }]);
  }
  return Object.fromEntries(columns);
}

function readLabels(connection: DuckDBConnection, family: string): Promise<string[]> {
  return texts(connection, `select label from labels where family = '${family}' order by code`);
}

async function texts(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const all: string[] = [];
  const result = await connection.run(sql);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const text of chunk.getColumnValues(0)) all.push(text as string);
  }
  return all;
}

async function numbers<Numbers extends Int32Array | Float64Array>(
  connection: DuckDBConnection,
  type: { new (length: number): Numbers },
  sql: string,
): Promise<Numbers> {
  const chunks: Numbers[] = [];
  let length = 0;
  const result = await connection.run(sql);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    chunks.push(rawVector<Numbers>(chunk, 0).items.slice() as Numbers);
    length += chunk.rowCount;
  }
  const all = new type(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
