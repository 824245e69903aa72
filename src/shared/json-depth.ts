/** Maximum nesting of lists and objects. Valid documents have fewer than ten levels; recursive code overflows its stack at some thousands. */
export const deepestJson = 100;

const [quote, backslash, bracket, bracketEnd, brace, braceEnd] = [...'"\\[]{}'].map((sign) => sign.charCodeAt(0));

/** Whether a JSON text is nested too deeply. Invalid JSON is left to the parser. */
export function isTooDeep(text: string): boolean {
  if (text.length <= deepestJson) return false;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (inString) {
      if (sign === backslash) i++;
      else if (sign === quote) inString = false;
    } else if (sign === quote) inString = true;
    else if (sign === bracket || sign === brace) {
      if (++depth > deepestJson) return true;
    } else if (sign === bracketEnd || sign === braceEnd) depth--;
  }
  return false;
}
