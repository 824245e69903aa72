import { withoutSecrets } from '../secrets';

const mostCharacters = 300;

/** What a server says about a failure, in its own words without secrets; empty where it says nothing. */
export function serverSentence(body: string): string {
  let text = body;
  try {
    text = textIn(JSON.parse(body)) ?? body;
  } catch {
    // Not JSON: plain text or a page.
    text = body.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
  }
  const plain = withoutSecrets(text).replace(/\s+/g, ' ').trim();
  return plain.length > mostCharacters ? `${plain.slice(0, mostCharacters)}…` : plain;
}

/** Where servers keep the sentence: `error.message`, `error`, `message`, `detail`, or the first of a list of such. */
function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return textIn(value[0]);
  if (typeof value !== 'object' || value === null) return undefined;
  const object = value as Record<string, unknown>;
  for (const key of ['error', 'message', 'detail', 'errors', 'msg', 'title']) {
    const found = textIn(object[key]);
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}
