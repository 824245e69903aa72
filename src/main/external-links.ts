import { shell } from 'electron';

/** The sites our pages link to: sources of definitions, documentation of providers and of the index library. */
const knownHosts: ReadonlySet<string> = new Set([
  'doi.org',
  'dl.acm.org',
  'arxiv.org',
  'github.com',
  'faiss.ai',
  'grouplens.org',
  'platform.openai.com',
  'trec.nist.gov',
  'en.wikipedia.org',
]);

/** https only, to a site on the list, on the usual port, with no name or password in the address. */
export function mayOpenExternally(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === 'https:' && knownHosts.has(url.hostname) && url.port === '' && url.username === '' && url.password === '';
}

/** Answers whether the address was handed to the person's browser. */
export async function openExternally(address: string): Promise<boolean> {
  if (!mayOpenExternally(address)) return false;
  await shell.openExternal(address);
  return true;
}
