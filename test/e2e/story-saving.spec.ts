/** Exports: every export format agrees with the others and with the definition; charts are saved as PNG, SVG and CSV. */
import { expect, test } from './app';
import { goTo, Lab, patient } from './story/lab';
import { readCsv } from './story/recompute';
import { readQrels, readRun, recallAt } from './story/trec';

test.use({ sample: ['--users', '160', '--videos', '300', '--interactions', '4000', '--factors', '8', '--seed', '9'] });

interface Document {
  readonly config: { readonly variants: { name: string; weights: Record<string, number> }[]; readonly seed: number };
  readonly result: { readonly variants: { name: string; metrics: { spec: string; value: number }[] }[] };
}

test('every format contains the same numbers, equal to the definition', async ({ page, exportFiles }) => {
  test.setTimeout(240_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  await lab.setWeight('Freshness', 0.35);
  await lab.settled();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: 'Export files' }) });
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  // Four tables, a document, judgements, two runs in four formats, Markdown, LaTeX, a page to share, and four files for a paper.
  const files = await exportFiles(() => page.getByRole('button', { name: 'Export files' }).click(), 21);
  const named = (pattern: RegExp): string => Object.entries(files).find(([name]) => pattern.test(name))?.[1] ?? '';

  const summary = readCsv(files['summary.csv']);
  const document = JSON.parse(files['experiment.json']) as Document;
  const variants = document.config.variants.map(({ name }) => name);
  expect(document.config.variants[1].weights['freshness']).toBe(0.35);
  const valueOf = (variant: string, metric: string): number =>
    Number(summary.find((row) => row['variant'] === variant && row['metric'] === metric)?.['value']);

  await test.step('JSON and CSV agree digit for digit', () => {
    for (const { name, metrics } of document.result.variants) {
      expect(metrics.length).toBeGreaterThan(5);
      for (const { spec, value } of metrics) expect(value).toBe(valueOf(name, spec));
    }
  });

  await test.step('per-user values average to the summary', () => {
    const rows = readCsv(files['per-user.csv']);
    for (const variant of variants) {
      const own = rows.filter((row) => row['variant'] === variant && row['ndcg@10'] !== '');
      expect(own.length).toBeGreaterThan(50);
      const mean = own.reduce((sum, row) => sum + Number(row['ndcg@10']), 0) / own.length;
      expect(mean).toBeCloseTo(valueOf(variant, 'ndcg@10'), 9);
    }
  });

  await test.step('TREC files in trec_eval’s order give the same recall and the same lists', () => {
    const relevant = readQrels(files['qrels.txt']);
    const lists = readCsv(files['lists.csv']);
    for (const [index, variant] of variants.entries()) {
      const run = readRun(named(new RegExp(String.raw`^run-${index + 1}.*\.txt$`)));
      expect(recallAt(10, run, relevant)).toBeCloseTo(valueOf(variant, 'recall@10'), 9);
      for (const user of [...relevant.keys()].slice(0, 20)) {
        const listed = lists.filter((row) => row['variant'] === variant && row['user_id'] === user).map((row) => row['video_id']);
        // Runs are as deep as the metrics read, which is deeper than the lists.
        expect(run.lists.get(user)?.slice(0, listed.length)).toEqual(listed);
      }
    }
  });

  await test.step('Markdown and LaTeX round the same numbers', () => {
    for (const [name, text] of [
      ['experiment.md', files['experiment.md']],
      ['experiment.tex', files['experiment.tex']],
    ] as const) {
      const numbers = (text.match(/\d*\.\d+/g) ?? []).map(Number);
      for (const variant of variants) {
        const value = valueOf(variant, 'ndcg@10');
        expect(
          numbers.some((number) => Math.abs(number - value) < 0.00051),
          `${name} has ${value}`,
        ).toBe(true);
      }
    }
    expect(files['experiment.md']).toContain('|');
    expect(files['experiment.tex']).toContain('\\begin{tabular}');
  });
});

test('a chart can be saved as PNG, SVG and CSV; the map as PNG and CSV', async ({ page, exportFiles, host }) => {
  test.setTimeout(240_000);
  const known = new Set<string>();
  const save = async (menu: string, item: string): Promise<[string, string]> => {
    // A window saves into one folder, which keeps the earlier files; a browser returns each download.
    const count = host === 'desktop' ? known.size + 1 : 1;
    const files = await exportFiles(async () => {
      await page.getByRole('button', { name: menu }).first().click();
      await page.getByRole('menuitem', { name: item }).click();
    }, count);
    const [saved] = Object.entries(files).filter(([name]) => !known.has(name));
    known.add(saved[0]);
    return saved;
  };
  await goTo(page, 'Data');
  const chart = page.getByRole('button', { name: /^Save the chart/ }).first();
  await expect(chart).toBeVisible(patient);
  const name = (await chart.getAttribute('aria-label')) ?? '';

  const [svgName, svg] = await save(name, 'Drawing (SVG)');
  expect(svgName).toMatch(/^[a-z0-9-]+\.svg$/i);
  expect(svg).toMatch(/^<svg[^>]* width="\d+"/);
  expect((svg.match(/<path/g) ?? []).length).toBeGreaterThan(3);

  const [pngName, png] = await save(name, 'Picture (PNG)');
  expect(pngName).toMatch(/\.png$/);
  expect(png.slice(1, 4)).toBe('PNG');
  expect(png.length).toBeGreaterThan(2_000);

  const [csvName, csv] = await save(name, 'Numbers (CSV)');
  expect(csvName).toMatch(/\.csv$/);
  const rows = readCsv(csv);
  expect(rows.length).toBeGreaterThan(5);
  for (const value of Object.values(rows[0])) expect(Number(value)).not.toBeNaN();

  await goTo(page, 'Model');
  await page.getByRole('tab', { name: 'Map' }).click();
  await expect(page.getByRole('button', { name: 'Save the map' })).toBeVisible(patient);
  const [, points] = await save('Save the map', 'Numbers (CSV)');
  expect(readCsv(points)).toHaveLength(300);
  const [, picture] = await save('Save the map', 'Picture (PNG)');
  expect(picture.slice(1, 4)).toBe('PNG');
});
