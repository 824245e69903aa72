import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpRefusal, isRpc } from './problems';

/** Maximum nesting of lists and objects. Valid bodies have fewer than ten levels; recursive code overflows its stack at some thousands. */
const deepest = 100;

interface BodyLimits {
  readonly jsonBytes: number;
  readonly uploadBytes: number;
}

/** JSON and uploads. Plain text is refused: a form of another site could send it without asking first. */
export function acceptBodies(app: FastifyInstance, limits: BodyLimits): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: limits.jsonBytes }, (request, body, done) => {
    if (isTooDeep(String(body))) done(tooDeep());
    else void parse(request, String(body), done);
  });
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: limits.uploadBytes },
    async (request: FastifyRequest, body: Buffer<ArrayBuffer>) => {
      const form = await readForm(body, request.headers['content-type'] ?? '');
      return isRpc(request) ? form : Object.fromEntries(form.entries());
    },
  );
}

async function readForm(body: Buffer<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    const remedy = 'Send multipart/form-data with the boundary that the content-type names, as “curl -F” does.';
    throw new HttpRefusal(400, 'INVALID_ARGUMENT', 'The body is not a valid multipart form', remedy);
  }
}

export const tooDeep = (): HttpRefusal =>
  new HttpRefusal(400, 'INVALID_ARGUMENT', `The JSON has more than ${deepest} levels of lists and objects`, 'Send flatter values.');

const [quote, backslash, bracket, bracketEnd, brace, braceEnd] = [...'"\\[]{}'].map((sign) => sign.charCodeAt(0));

/** Whether a JSON text is nested too deeply. Invalid JSON is left to the parser. */
export function isTooDeep(text: string): boolean {
  if (text.length <= deepest) return false;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (inString) {
      if (sign === backslash) i++;
      else if (sign === quote) inString = false;
    } else if (sign === quote) inString = true;
    else if (sign === bracket || sign === brace) {
      if (++depth > deepest) return true;
    } else if (sign === bracketEnd || sign === braceEnd) depth--;
  }
  return false;
}
