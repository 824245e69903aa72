import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { expect, it } from 'vitest';
import { htmlFormat } from '#engine/report/formats/html';
import { chromiumArguments, chromiumPath } from '../../scripts/chromium.mjs';
import { notedReport } from './noted-report';

const content = htmlFormat.write(notedReport())[0]?.content ?? '';
const textOf = (tag: string): string => new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(content)?.[1] ?? '';

it('allows its own style and script by their hashes, and nothing else', () => {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(content).toContain(
    `content="default-src 'none'; style-src ${hash(textOf('style'))}; script-src ${hash(textOf('script'))}; base-uri 'none'; form-action 'none'"`,
  );
  expect(content).not.toMatch(/https?:|src=|href=|\son\w+="/);
});

it('opens from a disk: the plot, its units and the lists work, and nothing is requested', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-page-'));
  const path = join(folder, 'experiment.html');
  writeFileSync(path, content);
  const executablePath = chromiumPath();
  const browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: chromiumArguments() });
  try {
    const page = await browser.newPage();
    const asked: string[] = [];
    const problems: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(pathToFileURL(path).href);
    const row = page.getByRole('region', { name: 'Metrics' }).getByRole('row').nth(1);
    const relative = await row.innerText();
    await page.getByRole('combobox', { name: 'Unit' }).selectOption('absolute');
    expect(await row.innerText()).not.toBe(relative);
    await row.focus();
    expect(await page.getByRole('region', { name: 'The chosen metric' }).innerText()).toContain('Corrected interval');
    const mark = row.getByRole('note');
    expect(await mark.getAttribute('aria-label')).toBe('Note: <b>bold</b> & $5_000\nsecond line');
    const notes = page.getByRole('region', { name: 'Notes on numbers' }).getByRole('listitem');
    expect(await notes.allInnerTexts()).toEqual([
      expect.stringContaining('<b>bold</b> & $5_000'),
      expect.stringContaining('now at position 2'),
      expect.stringContaining('no longer in the experiment'),
    ]);
    expect(await page.getByRole('region', { name: 'Lists' }).getByRole('listitem').count()).toBeGreaterThan(0);
    expect({ asked, problems }).toEqual({ asked: [pathToFileURL(path).href], problems: [] });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
