/** Every state that `npm run screenshots` captures: a route and the actions before the screenshot. Names are file names. */

const button = (page, name) => page.getByRole('button', { name, exact: true });
const settled = (page) => page.locator('section[aria-label=Metrics][data-exact=true]').waitFor({ timeout: 60_000 });
const press = (name) => async (page) => {
  await settled(page);
  await button(page, name).first().click();
};

/** Measures once; later screenshots use the stored measurement. */
async function measureIndexes(page) {
  await button(page, 'Measure').click();
  await page.getByRole('img', { name: /Index trade-off/ }).waitFor({ timeout: 60_000 });
}

async function setWeight(page, label, value) {
  await settled(page);
  const field = page.getByRole('textbox', { name: `${label}, exact value` });
  await field.fill(String(value));
  await field.press('Enter');
  await settled(page);
}

async function tune(page) {
  await setWeight(page, 'Freshness', 0.27);
  await setWeight(page, 'Category affinity', 0.15);
}

async function pointAtMark(page) {
  await settled(page);
  const mark = page.getByRole('slider', { name: 'Quality', exact: true }).locator('xpath=..').locator('[data-flip]').last();
  const { x, y } = await mark.boundingBox();
  await page.mouse.move(x, y + 5);
}

async function whyNot(page) {
  await settled(page);
  const title = await page.getByRole('region', { name: 'List of A' }).locator('li [class*=title]').last().innerText();
  await page.getByRole('combobox', { name: 'Why not this video?' }).fill(title);
  await page.getByRole('option', { name: title, exact: true }).first().click();
  await page.getByRole('dialog').getByRole('status').waitFor();
}

async function lens(page) {
  await settled(page);
  await button(page, 'Other definitions of ndcg@10').press('Enter');
  await page.getByRole('dialog').getByRole('table').waitFor();
}

/** A third variant, almost equal to the second, so that the leader is uncertain. */
async function lensOfThree(page) {
  await settled(page);
  await button(page, 'Add a variant').click();
  await setWeight(page, 'Freshness', 0.12);
  await lens(page);
}

async function runAbTest(page) {
  await page.getByLabel('Users', { exact: true }).fill('2000');
  await button(page, 'Start').click();
  await page.getByRole('heading', { name: 'Outcomes' }).waitFor({ timeout: 90_000 });
}

async function runBandits(page) {
  await page.getByRole('tab', { name: 'Bandits' }).click();
  await page.getByLabel('Visits', { exact: true }).fill('2000');
  await page.getByLabel('Repetitions', { exact: true }).fill('5');
  await button(page, 'Run the bandits').click();
  await page.getByRole('img', { name: /^Regret of/ }).waitFor({ timeout: 90_000 });
}

async function chooseGroup(page) {
  await settled(page);
  await page.getByRole('combobox', { name: 'Group of users' }).selectOption({ index: 4 });
  await page.waitForTimeout(300);
  await settled(page);
}

async function chooseAllUsers(page) {
  await page.getByRole('combobox', { name: 'Group of users' }).selectOption('');
}

async function contextOf(page, kind, label, text) {
  await settled(page);
  await page.getByText(kind, { exact: true }).click();
  const field = page.getByRole(kind === 'Query' ? 'textbox' : 'combobox', { name: label });
  await field.fill(text);
  if (kind !== 'Query') await page.getByRole('listbox').getByRole('option').first().click();
  await page.waitForTimeout(800);
}

async function saveExperiment(page) {
  await press('Save experiment')(page);
  await button(page, 'Run and save').click();
  await page
    .getByText(/^Saved “/)
    .first()
    .waitFor({ timeout: 90_000 });
}

/** Saves two runs the first time, so that there are runs to view and compare. */
async function saveExperiments(page) {
  if ((await page.getByRole('region', { name: 'Saved experiments' }).count()) > 0) return;
  for (const freshness of [0.27, 0.6]) {
    await page.evaluate(() => (location.hash = '#/lab'));
    await setWeight(page, 'Freshness', freshness);
    await saveExperiment(page);
  }
  await page.evaluate(() => (location.hash = '#/experiments'));
  await page.getByRole('region', { name: 'Saved experiments' }).waitFor();
}

async function openExperiment(page) {
  await page.getByRole('region', { name: 'Saved experiments' }).locator('tbody button').first().click();
  await page.getByRole('dialog').getByRole('table').first().waitFor();
}

async function compareExperiments(page) {
  for (const box of (await page.getByRole('checkbox', { name: /^Compare/ }).all()).slice(0, 2)) await box.check();
  await page.getByRole('button', { name: /^Compare \d/ }).click();
  await page.getByRole('dialog').getByRole('table').waitFor();
}

/** The Lab has to have a user, a query or a video before the map can show scores. */
async function scoreMap(page) {
  await page.evaluate(() => (location.hash = '#/lab'));
  await settled(page);
  await page.evaluate(() => (location.hash = '#/model?view=map'));
  await page.getByText('Score in the Lab', { exact: true }).click();
}

async function layOut(page) {
  await page.getByText('UMAP', { exact: true }).click();
  await page.waitForTimeout(500);
  const make = button(page, 'Lay out with UMAP');
  if ((await make.count()) > 0) await make.click();
  await page.locator('canvas[role=application]').waitFor({ timeout: 120_000 });
}

/** For one screenshot: a procedure that never responds, or fails. */
const unanswered = (procedure) => (page) => page.route(`**/rpc/${procedure}`, () => new Promise(() => undefined));
const failingCall = (procedure) => (page) =>
  page.route(`**/rpc/${procedure}`, (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/json',
      body: '{"json":{"defined":true,"code":"INTERNAL","status":500,"message":"The disk went away in the middle of it"}}',
    }),
  );
/** A response without details, as from a proxy. */
const wordless = (procedure) => (page) =>
  page.route(`**/rpc/${procedure}`, (route) => route.fulfill({ status: 500, contentType: 'text/plain', body: 'Internal Server Error' }));

/** A log whose import asks a question, and a catalogue with additional columns. */
const chooseFiles = async (page) => {
  await page.getByLabel('Files to import').setInputFiles(['thousands.csv', 'cat.csv'].map((name) => `test/import-cases/${name}`));
  await page
    .getByText('Questions about')
    .first()
    .waitFor({ state: 'attached', timeout: 3_000 })
    .catch(() => undefined);
  await page.getByText('cat.csv').first().scrollIntoViewIfNeeded();
};

export const filled = [
  { name: 'home', hash: '#/home' },
  { name: 'data-import-files', hash: '#/data?view=import', act: chooseFiles, size: { width: 1440, height: 1900 } },
  ...['overview', 'users', 'videos', 'interactions', 'import', 'export', 'generate'].map((view) => ({
    name: `data-${view}`,
    hash: `#/data?view=${view}`,
  })),
  { name: 'model', hash: '#/model' },
  { name: 'model-signals', hash: '#/model?view=signals' },
  { name: 'model-growth', hash: '#/model?view=growth' },
  { name: 'model-index', hash: '#/model?view=index', act: measureIndexes },
  { name: 'lab', hash: '#/lab', act: settled },
  { name: 'lab-tuned', hash: '#/lab', act: tune },
  { name: 'lab-mark', hash: '#/lab', act: pointAtMark },
  {
    name: 'lab-explanation',
    hash: '#/lab',
    act: (page) => page.getByRole('region', { name: 'List of B' }).locator('li button').nth(2).hover(),
  },
  { name: 'lab-group', hash: '#/lab', act: chooseGroup, after: chooseAllUsers },
  { name: 'lab-why-not', hash: '#/lab', act: whyNot },
  { name: 'lab-query', hash: '#/lab', act: (page) => contextOf(page, 'Query', 'Query', 'training a puppy at home') },
  {
    name: 'lab-similar',
    hash: '#/lab',
    act: (page) => contextOf(page, 'Similar to', 'Seed video', 'dogs'),
    after: (page) => page.getByText('User', { exact: true }).click(),
  },
  { name: 'lab-candidates', hash: '#/lab', act: press('Change candidates') },
  { name: 'lab-test', hash: '#/lab', act: press('Change the test') },
  { name: 'lab-lens', hash: '#/lab', act: lens },
  {
    name: 'lab-lens-three',
    hash: '#/lab',
    act: lensOfThree,
    after: async (page) => {
      for (let change = 0; change < 2; change++) await button(page, 'Undo').click();
    },
  },
  { name: 'lab-metrics', hash: '#/lab', act: press('Choose metrics') },
  { name: 'lab-export', hash: '#/lab', act: press('Export') },
  { name: 'lab-save', hash: '#/lab', act: press('Save experiment') },
  { name: 'lab-diverse', hash: '#/lab', act: (page) => setWeight(page, 'MMR λ', 0.7), after: (page) => setWeight(page, 'MMR λ', 1) },
  { name: 'model-map', hash: '#/model?view=map' },
  {
    name: 'model-map-popularity',
    hash: '#/model?view=map',
    act: (page) => page.getByText('Popularity', { exact: true }).click(),
  },
  {
    name: 'model-map-score',
    hash: '#/model?view=map',
    act: scoreMap,
  },
  { name: 'model-map-pointed', hash: '#/model?view=map', act: (page) => page.locator('canvas[role=application]').hover() },
  { name: 'model-map-umap', hash: '#/model?view=map', act: layOut },
  { name: 'experiments', hash: '#/experiments', act: saveExperiments },
  { name: 'experiment', hash: '#/experiments', act: openExperiment },
  { name: 'experiments-compared', hash: '#/experiments', act: compareExperiments },
  { name: 'tune', hash: '#/tune' },
  { name: 'simulate', hash: '#/simulate' },
  { name: 'simulate-ab', hash: '#/simulate', act: runAbTest },
  { name: 'simulate-bandits', hash: '#/simulate', act: runBandits },
  { name: 'serve', hash: '#/serve' },
  { name: 'definitions', hash: '#/definitions' },
  { name: 'settings', hash: '#/settings' },
  { name: 'palette', hash: '#/lab', act: (page) => page.keyboard.press('Control+k') },
  {
    name: 'palette-search',
    hash: '#/lab',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('ma');
    },
  },
  { name: 'video-drawer', hash: '#/data?view=videos', act: (page) => page.getByRole('row').nth(2).click() },
];

export const empty = [
  { name: 'empty-home', hash: '#/home' },
  { name: 'empty-data', hash: '#/data' },
  { name: 'empty-model', hash: '#/model' },
  { name: 'empty-lab', hash: '#/lab' },
  { name: 'empty-experiments', hash: '#/experiments' },
];

/** Each in a separate page whose first request to the service fails. */
export const failing = [
  { name: 'lab-preparing', hash: '#/lab', before: unanswered('experiment/live') },
  { name: 'lab-failed', hash: '#/lab', before: failingCall('experiment/live') },
  { name: 'lists-failed', hash: '#/lab', before: failingCall('recommend/list') },
  { name: 'experiments-failed', hash: '#/experiments', before: failingCall('experiment/list') },
  { name: 'experiments-wordless', hash: '#/experiments', before: wordless('experiment/list') },
  { name: 'users-wordless', hash: '#/data?view=users', before: wordless('dataset/users') },
  { name: 'model-map-failed', hash: '#/model?view=map', before: failingCall('model/map') },
  { name: 'unknown-page', hash: '#/no-such-page' },
];
