/** Filters of lists by columns of the catalogue. */
import { beforeAll, describe, expect, it } from 'vitest';
import { filterNotes } from '#engine/pipeline/filter-notes';
import { Recommender } from '#engine/pipeline/recommend';
import { isSourceRanking } from '#engine/pipeline/source-ranking';
import { whyNot } from '#engine/pipeline/why-not/why-not';
import { filtersAgainst, prepareFilters } from '#engine/rerank/filters';
import { variantSchema, type VariantInput } from '#shared/schemas/variant';
import { datasetWithColumns } from '../conformance/signal-kinds/examples';
import { timeSide, variant, viewOf } from '../fixtures';

const dataset = datasetWithColumns();
const { items } = dataset;
let recommender: Recommender;
beforeAll(async () => {
  recommender = new Recommender(await viewOf(dataset, timeSide(dataset)));
});
const list = (where: string[]) => recommender.recommend({ userRow: 3 }, variant({ filters: { where } }), 40);
const margins = (items.columns['margin'] as { values: Float64Array }).values;

describe('a list', () => {
  it('has only videos that pass every condition, in the order and with the scores of the unfiltered list', async () => {
    const whole = await list([]);
    const passes = (item: number): boolean => margins[item] >= 20 && item % 3 === 0;
    const filtered = await list(['margin >= 20', 'country in (DE, AT)']);
    expect(filtered.length).toBeGreaterThan(5);
    expect(filtered.every(({ item }) => passes(item))).toBe(true);
    const expected = whole.filter(({ item }) => passes(item)).map(({ item, score }) => [item, score]);
    expect(filtered.slice(0, expected.length).map(({ item, score }) => [item, score])).toEqual(expected);
  });

  it('leaves out videos without a cell unless the condition allows them', async () => {
    const without = await list(['margin <= 1000']);
    expect(without.some(({ item }) => Number.isNaN(margins[item]))).toBe(false);
    expect((await list(['margin <= 1000 or missing'])).map(({ item }) => item)).toEqual((await list([])).map(({ item }) => item));
  });
});

it('conditions can name every column and field of the videos', () => {
  const passing = (text: string): number =>
    prepareFilters(items, variant({ filters: { where: [text] } }).filters).allowed?.reduce((sum, pass) => sum + pass, 0) ?? -1;
  const [id] = items.ids.ids;
  const [category] = items.categories.labels;
  expect(passing(`video = ${id}`)).toBe(1);
  expect(passing('has creator')).toBe(items.creators.codes.filter((code) => code >= 0).length);
  expect(passing(`category = "${category}"`) + passing(`category != "${category}"`)).toBe(items.ids.size);
  expect(passing('duration > 0')).toBe(items.durationSeconds.filter((seconds) => seconds > 0).length);
  expect(passing('published_at < 1990-01-01')).toBe(0);
  expect(passing('checked = yes')).toBe(items.ids.size / 2);
  expect(passing('markets in (DE, US)')).toBe(items.ids.size / 2);
  expect(passing('has title')).toBe(items.ids.size);
  expect(passing('has tags')).toBe(items.tags.filter((tags) => tags.length > 0).length);
});

it('an unknown column and a value of another type are refused with the place and the columns', () => {
  const prepared = (where: string[]) => () => prepareFilters(items, variant({ filters: { where } }).filters);
  expect(prepared(['margin > 1', 'profit > 3'])).toThrow(
    'The videos have no column “profit”; they have margin, reviewed, checked, country',
  );
  expect(prepared(['margin > cheap'])).toThrow('“margin > cheap”: the column “margin” holds numbers, and “cheap” is none');
  const wrong = variantSchema.safeParse({ name: 'A', filters: { where: ['margin'] } });
  expect(wrong.error?.issues[0]).toMatchObject({
    path: ['filters', 'where', 0],
    message: expect.stringContaining('expected a condition such as') as string,
  });
});

it('why-not names the filter that removed a video, and its cell', async () => {
  const [{ item }] = await list(['margin >= 20']);
  const where = ['margin < 20', 'has title'];
  const answer = await whyNot(recommender, { target: { userRow: 3 }, item, variant: variant({ filters: { where } }), limit: 10 });
  expect(answer).toMatchObject({
    stage: 'filtered',
    sentence: `It is removed by the filter “margin < 20” (its margin is ${margins[item]}).`,
  });
  const missing = margins.findIndex(Number.isNaN);
  expect(filtersAgainst(items, variant({ filters: { where } }).filters, missing)).toEqual([
    'the filter “margin < 20” (its margin is not given)',
  ]);
});

it('a filtered baseline is no ranking of its source', () => {
  const popular: Partial<VariantInput> = {
    candidates: { sources: [{ id: 'popular' }], merge: { id: 'score' } },
    weights: { retrieval: 1 },
    normalization: 'none',
  };
  expect(isSourceRanking(variant(popular))).toBe(true);
  expect(isSourceRanking(variant({ ...popular, filters: { where: ['margin >= 20'] } }))).toBe(false);
});

it('a result says how many videos pass, and that nobody declares what a column of the file has known', () => {
  const where = ['margin >= 20', 'duration > 0'];
  const notes = filterNotes({ dataset }, [variant({ filters: { where } }), variant({ name: 'B' })]);
  const passing = margins.filter((margin) => margin >= 20).length;
  expect(notes).toEqual([
    `Filter “margin >= 20” of A lets ${passing} of 300 videos through; what the column margin has known is not declared: whether it has seen the test period cannot be told`,
    'Filter “duration > 0” of A lets 300 of 300 videos through',
  ]);
});
