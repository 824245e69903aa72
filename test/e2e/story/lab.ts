/** The Lab's controls and values, located by their accessible names. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../app';

/** Timeout for computations of the service, whose speed depends on the machine. */
export const patient = { timeout: 90_000 };

export async function goTo(page: Page, name: string): Promise<Locator> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click();
  const main = page.getByRole('main', { name, exact: true });
  await expect(main).toBeVisible(patient);
  return main;
}

/** Waits until the displayed number equals this one, to the displayed digits. */
export async function expectShown(place: Locator, value: number): Promise<void> {
  const rounded = async (): Promise<string> => {
    const digits = ((await place.innerText()).split('.')[1] ?? '').length;
    return digits < 3 ? 'a number with at least three digits' : value.toFixed(digits);
  };
  await expect.poll(async () => (await place.innerText()) === (await rounded()), { ...patient, message: `${value} is shown` }).toBe(true);
}

export class Lab {
  readonly metrics: Locator;
  constructor(readonly page: Page) {
    this.metrics = page.getByRole('region', { name: 'Metrics' });
  }

  /** Resolves when the displayed numbers are the exact ones for the sliders' values. */
  async settled(): Promise<void> {
    await expect(this.metrics).toHaveAttribute('data-exact', 'true', patient);
  }

  row(spec: string): Locator {
    // Rows of groups, such as cold users, name the metric later.
    return this.metrics.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: new RegExp(`^${spec}`) }) });
  }

  /** The value of the baseline (0) or of the challenger (1). */
  value(spec: string, place: 0 | 1): Locator {
    return this.row(spec).getByRole('cell').nth(place);
  }

  verdict(spec: string): Locator {
    return this.row(spec).getByRole('cell').nth(5);
  }

  /** The basis of the verdict, in its last column (the sixth or the seventh: narrow frames leave one out). */
  basis(spec: string): Locator {
    return this.row(spec).getByRole('cell').last();
  }

  slider(label: string): Locator {
    return this.page.getByRole('slider', { name: label, exact: true });
  }

  exactly(label: string): Locator {
    return this.page.getByRole('textbox', { name: `${label}, exact value` });
  }

  async setWeight(label: string, value: number): Promise<void> {
    await this.exactly(label).fill(String(value));
    await this.exactly(label).press('Enter');
    await expect.poll(async () => Number(await this.slider(label).inputValue())).toBeCloseTo(value, 6);
  }

  /** The weights of the chosen variant's signals by label. */
  async weights(): Promise<Record<string, number>> {
    const sliders = this.page.getByRole('complementary').locator('input[type=range]');
    const all = await sliders.evaluateAll((inputs) =>
      inputs.map((input) => [input.getAttribute('aria-label') ?? '', Number((input as HTMLInputElement).value)] as const),
    );
    return Object.fromEntries(all.filter(([label]) => !label.startsWith('MMR') && !label.startsWith('Weight of')));
  }

  async choose(letter: 'A' | 'B' | 'C'): Promise<void> {
    const button = this.page
      .getByRole('group', { name: 'Variants' })
      .locator('button[aria-pressed]')
      .filter({ hasText: new RegExp(`^${letter} `) });
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
  }

  async rename(letter: 'A' | 'B', name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for variant ${letter}` }).click();
    await this.page.getByRole('menuitem', { name: 'Name and notes…' }).click();
    const form = this.page.getByRole('dialog', { name: `Variant ${letter}` });
    await form.getByLabel('Name').fill(name);
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toBeHidden();
  }

  /** Titles of a list, first to last. */
  titles(letter: 'A' | 'B'): Promise<string[]> {
    return this.page
      .getByRole('region', { name: `List of ${letter}` })
      .locator('li [class*=title]')
      .allTextContents();
  }

  /** Names of the variants, and the weights of the chosen one. */
  async state(): Promise<{ names: string[]; weights: Record<string, number> }> {
    const names = await this.page.getByRole('group', { name: 'Variants' }).locator('button[aria-pressed]').allInnerTexts();
    return { names, weights: await this.weights() };
  }

  async askWhyNot(title: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Why not this video?' }).fill(title);
    await this.page.getByRole('option', { name: title, exact: true }).first().click();
  }
}
