import type { FastifyInstance, FastifyRequest } from 'fastify';
import { deepestJson, isTooDeep } from '#shared/json-depth';
import { HttpRefusal, isRpc } from './problems';

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
  new HttpRefusal(400, 'INVALID_ARGUMENT', `The JSON has more than ${deepestJson} levels of lists and objects`, 'Send flatter values.');
