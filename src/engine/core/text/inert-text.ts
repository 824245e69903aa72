/**
 * Text cells of exported tables that a spreadsheet would run as a formula are made inert by an apostrophe in front, which
 * spreadsheets hide. A text counts as dangerous when it starts with = + - @ or a full-width form of them, also after
 * white space or quotes, or starts with a tab or line break. Plain numbers are harmless and stay as they are.
 */
const dangerous = /^['"“”‘’`\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r\n]/u;
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** `inertText("=1+1")` is `"'=1+1"`; `inertText("-1.5")` stays. */
export const inertText = (text: string): string => (dangerous.test(text) && !plainNumber.test(text) ? `'${text}` : text);

/** The inverse: `restoreText(inertText(text)) === text` for every text. */
export const restoreText = (cell: string): string => {
  const inner = cell.startsWith("'") ? cell.slice(1) : undefined;
  return inner !== undefined && inertText(inner) === cell ? inner : cell;
};
