/** Portable names for files and folders, from user input. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A folder name: forbidden characters become dashes; never empty, never reserved. */
export function folderName(text: string): string {
  const safe = text
    .normalize('NFC')

    .replace(/[<>:"/\\|?*\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/g, '-')
    .replace(/^[.\s-]+|[.\s-]+$/g, '')
    .slice(0, 80)
    .trim();
  if (safe === '') return 'workspace';
  return reserved.test(safe) ? `${safe}-` : safe;
}

/** `movielens-small-lists.csv`: lower case, dashes, the parts joined. */
export function exportName(parts: readonly string[], extension: string): string {
  const stem = parts
    .map((part) =>
      folderName(part)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-+|-+$/g, ''),
    )
    .filter((part) => part !== '')
    .join('-');
  return `${stem === '' ? 'export' : stem}.${extension}`;
}
