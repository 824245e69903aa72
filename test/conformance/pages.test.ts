/** Adds a page with tabs to those of the application and looks for it where pages are listed: the navigation and the palette. */
import { createElement, type ComponentType } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';

vi.stubGlobal('window', { location: { hash: '', href: 'http://localhost/' }, addEventListener: () => undefined });
const { pageEntries } = await import('../../src/renderer/components/shell/page-entries');
const { SideNav } = await import('../../src/renderer/components/shell/side-nav');
const { pages } = await import('../../src/renderer/pages/registry');

const Nothing: ComponentType = () => null;
const probe = {
  ...pages[0],
  id: 'probe',
  label: 'Probe page',
  views: [{ id: 'first', label: 'First tab' }],
  Page: Nothing,
};
const extended = [...pages, probe] as const;

it('one line in the registry adds a page to the navigation, with its address and its key', () => {
  const html = renderToStaticMarkup(createElement(SideNav, { pages: [pages[0], ...extended.slice(1)], current: 'home' }));
  expect(html).toContain('href="#/probe"');
  expect(html).toContain(`Probe page (Alt ${extended.length})`);
});

it('and, with its tabs, to the palette, where keys are unique', () => {
  const visited: unknown[] = [];
  const entries = pageEntries([pages[0], ...extended.slice(1)], (page, params) => visited.push([page, params]));
  expect(entries.map(({ label }) => label)).toEqual(expect.arrayContaining(['Probe page', 'Probe page: First tab', 'Model: Growth']));
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  entries.find(({ label }) => label === 'Probe page: First tab')?.run();
  expect(visited).toEqual([['probe', { view: 'first' }]]);
});
