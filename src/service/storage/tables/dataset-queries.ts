import type { z } from 'zod';
import { RankLabError } from '#shared/errors';
import type {
  DatasetColumns,
  DatasetSummary,
  InteractionRow,
  pageInputSchema,
  UserListRow,
  UserProfile,
  VideoRow,
} from '#shared/schemas/dataset';
import type { NewInteraction, StoredVideo } from '../log/data-event';
import type { Database, Row } from './database';
import { removedVideo } from './event-fold';
import { distributions, summarise, type Distributions } from './dataset-statistics';
import { labelFamilies, live } from './dataset-schema';
import { interactionRow, text, videoRow } from './dataset-rows';
import { furtherOfRows } from './further-rows';
import { pageFilter } from './page-filter';
import { PerState } from './per-state';
import { queryColumns, type BrowsedTable } from './query-columns';

type PageInput = z.infer<typeof pageInputSchema>;
export interface Page<Item> {
  readonly total: number;
  readonly rows: Item[];
}

/** A user's page shows this many interactions, newest first. */
const historyLength = 1_000;

const kindLabels = `(select code, label from labels where family = '${labelFamilies.kinds}')`;
const creatorLabels = `(select code, label from labels where family = '${labelFamilies.creators}')`;
const categoryLabels = `(select code, label from labels where family = '${labelFamilies.categories}')`;

/** Reads of the data for people: counts, pages with search and conditions, profiles, charts. Searches ignore case; pages keep the source's order. */
export abstract class DatasetQueries {
  #hasData = false;
  readonly #summary = new PerState(() => this.#summarise());
  readonly #distributions = new PerState(() => distributions(this.database));

  constructor(protected readonly database: Database) {}

  /** Folds the log into the tables. */
  protected abstract settled(): Promise<void>;
  /** The dataset's fingerprint, recomputed if rows were added since it was saved. */
  protected abstract fingerprint(): Promise<string>;

  get hasData(): boolean {
    return this.#hasData;
  }

  /** Called when the first data is there. */
  onFirstData: (() => Promise<void>) | undefined;

  /** Call after every committed change of the tables. */
  protected async dataChanged(): Promise<void> {
    const hadData = this.#hasData;
    this.#summary.changed();
    this.#distributions.changed();
    const meta = await this.meta();
    this.#hasData = meta.has('fingerprint');
    if (this.#hasData && !hadData) await this.onFirstData?.();
  }

  protected async meta(): Promise<Map<string, string>> {
    const rows = await this.database.rows('select key, value from meta');
    return new Map(rows.map(({ key, value }) => [text(key), text(value)]));
  }

  protected async storedKinds(): Promise<string[]> {
    if (!this.#hasData) return [];
    return (await this.database.rows(`select label from ${kindLabels}`)).map(({ label }) => text(label));
  }

  /** Null without data. Computed once per state of the data. */
  async summary(): Promise<DatasetSummary | null> {
    await this.settled();
    if (!this.#hasData) return null;
    return this.#summary.get();
  }

  async #summarise(): Promise<DatasetSummary> {
    const fingerprint = await this.fingerprint();
    const meta = await this.meta();
    const counts = await summarise(this.database);
    return { name: meta.get('name') ?? '', provenance: meta.get('provenance') ?? '', fingerprint, ...counts };
  }

  async distributions(): Promise<Distributions> {
    await this.settled();
    return this.#hasData ? this.#distributions.get() : { histograms: [], popularityCurve: [] };
  }

  /** The columns that the conditions of pages and exports can name. */
  async columns(): Promise<DatasetColumns> {
    await this.settled();
    const of = async (table: BrowsedTable): Promise<DatasetColumns[BrowsedTable]> =>
      this.#hasData ? (await queryColumns(this.database, table)).map(({ name, type }) => ({ name, type })) : [];
    return { users: await of('users'), videos: await of('videos'), interactions: await of('interactions') };
  }

  async users(input: PageInput): Promise<Page<UserListRow>> {
    await this.settled();
    if (!this.#hasData) return { total: 0, rows: [] };
    const [total, rows] = await this.#page(
      'users',
      input,
      (page) => `select "row", id,
        (select count(*) from interactions where "user" = page."row" and video >= 0) as n from (${page}) page order by "row"`,
    );
    const columns = await this.#userColumns(rows.map((row) => Number(row.row)));
    return {
      total,
      rows: rows.map((row) => ({
        userId: text(row.id),
        interactionCount: Number(row.n),
        columns: columns.get(Number(row.row)) ?? {},
      })),
    };
  }

  async videos(input: PageInput): Promise<Page<VideoRow>> {
    await this.settled();
    if (!this.#hasData) return { total: 0, rows: [] };
    const [total, rows] = await this.#page('videos', input, videoPage);
    return { total, rows: await this.#videoRows(rows) };
  }

  /** @throws NOT_FOUND */
  async video(videoId: string): Promise<VideoRow> {
    await this.settled();
    const [row] = this.#hasData ? await this.database.rows(videoPage(`select * from ${live.videos} where id = ?`), [videoId]) : [];
    if (!row) throw unknown('video', videoId);
    return (await this.#videoRows([row]))[0] as VideoRow;
  }

  /** A removed video with its interactions in the order of the log. @throws NOT_FOUND */
  protected async removedVideo(videoId: string): Promise<{ video: StoredVideo; interactions: NewInteraction[] }> {
    const [found] = this.#hasData ? await this.database.rows(removedVideo, [videoId]) : [];
    if (!found) throw unknown('removed video', videoId);
    const row = Number(found.row);
    const [video] = await this.database.rows(videoPage(`select * from videos where "row" = ${row}`));
    if (!video) throw unknown('removed video', videoId);
    const interactions = await this.database.rows(interactionPage(`select rowid, * from interactions where video = ${row}`));
    const { videoId: id, title, description, categories, tags, creator, publishedAtMs, durationSeconds } = videoRow(video);
    return {
      video: {
        videoId: id,
        title,
        description,
        categories,
        tags,
        ...(creator !== null && { creator }),
        ...(publishedAtMs !== null && { publishedAtMs }),
        ...(durationSeconds !== null && { durationSeconds }),
      },
      interactions: interactions
        .map((entry) => interactionRow(entry))
        .map(({ userId, kind, value, timestampMs }) => ({
          userId,
          videoId,
          kind,
          ...(value !== null && { value }),
          ...(timestampMs !== null && { timestampMs }),
        })),
    };
  }

  async interactions(input: PageInput): Promise<Page<InteractionRow>> {
    await this.settled();
    if (!this.#hasData) return { total: 0, rows: [] };
    const [total, rows] = await this.#page('interactions', input, interactionPage, 'rowid');
    return { total, rows: await this.#interactionRows(rows) };
  }

  /** @throws NOT_FOUND */
  async user(userId: string): Promise<UserProfile> {
    await this.settled();
    const [found] = this.#hasData
      ? await this.database.rows(
          'select "row", (select count(*) from interactions where "user" = users."row" and video >= 0) as n from users where id = ?',
          [userId],
        )
      : [];
    if (!found) throw unknown('user', userId);
    const row = Number(found.row);
    const taste = await this.database.rows(
      `select c.label as category, count(*) / sum(count(*)) over () as fraction from ${live.interactions} i
       join video_categories vc on vc."row" = i.video join ${categoryLabels} c on c.code = vc.code
       where "user" = ? group by c.label order by fraction desc, category`,
      [row],
    );
    const history = await this.database.rows(
      interactionPage(
        `select rowid, * from interactions where "user" = ${row} and video >= 0
         order by isnan("timestamp"), "timestamp" desc, rowid desc limit ${historyLength}`,
        'isnan(page."timestamp"), page."timestamp" desc, page.rowid desc',
      ),
    );
    return {
      userId,
      interactionCount: Number(found.n),
      columns: (await this.#userColumns([row])).get(row) ?? {},
      taste: taste.map((share) => ({ category: text(share.category), fraction: Number(share.fraction) })),
      history: await this.#interactionRows(history),
    };
  }

  async #videoRows(rows: readonly Row[]): Promise<VideoRow[]> {
    const columns = await furtherOfRows(this.database, 'videos', rows);
    return rows.map((row, at) => videoRow(row, columns[at]));
  }

  async #interactionRows(rows: readonly Row[]): Promise<InteractionRow[]> {
    const columns = await furtherOfRows(this.database, 'interactions', rows);
    return rows.map((row, at) => interactionRow(row, columns[at]));
  }

  async #page(table: BrowsedTable, input: PageInput, decorate: (page: string) => string, order = '"row"'): Promise<[number, Row[]]> {
    const { offset, limit } = input;
    const { text: filter, values } = await pageFilter(this.database, table, input);
    const [count] = await this.database.rows(`select count(*) as n from ${table} ${filter}`, values);
    // Without a filter, rowid is the scan order, which avoids sorting a million rows for one page.
    const unfiltered = order === 'rowid' && input.search === '' && (input.where ?? []).length === 0;
    const slice = unfiltered ? `limit ${limit} offset ${offset}` : `order by ${order} limit ${limit} offset ${offset}`;
    const page = `select ${order === 'rowid' ? 'rowid, ' : ''}* from ${table} ${filter} ${slice}`;
    return [Number(count?.n ?? 0), await this.database.rows(decorate(page), values)];
  }

  /** Labels of the users' further columns, by row. */
  async #userColumns(rows: readonly number[]): Promise<Map<number, Record<string, string>>> {
    const result = new Map<number, [string, string][]>(rows.map((row) => [row, []]));
    if (rows.length > 0) {
      const found = await this.database.rows(
        `select uc."row" as "row", c.name as name, l.label as label from user_codes uc
         join user_columns c on c.position = uc.position
         join labels l on l.family = 'user:' || uc.position and l.code = uc.code
         where uc."row" in (${rows.join(',')}) order by uc."row", c.position`,
      );
      for (const { row, name, label } of found) result.get(Number(row))?.push([text(name), text(label)]);
    }
    return new Map([...result].map(([row, entries]) => [row, Object.fromEntries(entries)]));
  }
}

const videoPage = (page: string): string => `select page.*, l.label as creator_label,
    (select count(*) from interactions where video = page."row") as n,
    (select list(c.label order by vc.rowid) from video_categories vc join ${categoryLabels} c on c.code = vc.code
     where vc."row" = page."row")::JSON::VARCHAR as categories
  from (${page}) page left join ${creatorLabels} l on l.code = page.creator order by page."row"`;

const interactionPage = (page: string, order = 'page.rowid'): string => `select u.id as user_id, v.id as video_id, v.title as title,
    k.label as kind, page.value as value, page."timestamp" as "timestamp", page.* exclude ("user", video, kind, value, "timestamp")
  from (${page}) page join users u on u."row" = page."user" join videos v on v."row" = page.video
  join ${kindLabels} k on k.code = page.kind order by ${order}`;

function unknown(noun: string, id: string): RankLabError {
  return new RankLabError('NOT_FOUND', `Unknown ${noun} “${id}”`, {
    value: id,
    remedy: 'Ids are compared as text, so “7” and “007” differ.',
  });
}
