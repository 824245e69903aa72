/** About one token per four bytes of UTF-8, which is close for English and high for scripts of several bytes. */
export const estimateTokens = (text: string): number => Math.ceil(utf8Length(text) / 4);

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The longest start of a text that stays within a token estimate; embedding services refuse longer inputs. */
export function withinTokens(text: string, limit: number): string {
  if (estimateTokens(text) <= limit) return text;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > limit * 4) break;
    end += character.length;
  }
  return text.slice(0, end);
}
