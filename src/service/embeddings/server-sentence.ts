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

/** Where servers keep the sentence, whatever the case of the name. */
const keys = ['error', 'message', 'detail', 'errors', 'msg', 'errormessage', 'error_message', 'description', 'reason', 'title'];
/** The name of a status or of a kind of error, not a sentence: `Bad Request`, `invalid_request_error`. */
const isLabel = (text: string): boolean => /^\w+([ -]\w+)?$/.test(text);

/** The sentence at one of the keys, or in the first of a list of such; a label only where there is nothing else. */
function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return textIn(value[0]);
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map(Object.entries(value).map(([key, cell]): [string, unknown] => [key.toLowerCase(), cell]));
  const found = keys.map((key) => textIn(fields.get(key))).filter((text): text is string => text !== undefined && text !== '');
  return found.find((text) => !isLabel(text)) ?? found[0];
}
