import { shell } from 'electron';

/** The pages of other sites that ours may open, letter for letter: an address that a page makes up could carry data away. */
const knownAddresses: ReadonlySet<string> = new Set([
  'https://faiss.ai/',
  'https://github.com/facebookresearch/faiss/wiki',
  'https://grouplens.org/datasets/movielens/',
  'https://platform.openai.com/api-keys',
  'https://platform.openai.com/docs/guides/embeddings',
  'https://trec.nist.gov/',
  'https://doi.org/10.1145/582415.582418',
]);

/** Exactly an address of the list. */
export const mayOpenExternally = (address: string): boolean => knownAddresses.has(address);

/** Returns whether the address was opened in the user's browser. */
export async function openExternally(address: string): Promise<boolean> {
  if (!mayOpenExternally(address)) return false;
  await shell.openExternal(address);
  return true;
}
