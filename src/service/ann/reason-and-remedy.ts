/** Splits "reason; remedy" at the last semicolon, so that neither part is shown twice. */
export function reasonAndRemedy(sentence: string): { readonly detail: string; readonly remedy: string | null } {
  const at = sentence.lastIndexOf('; ');
  if (at < 0) return { detail: sentence, remedy: null };
  const remedy = sentence.slice(at + 2);
  return { detail: sentence.slice(0, at), remedy: remedy.charAt(0).toUpperCase() + remedy.slice(1) };
}
