/** Sends the fuzzer's requests over keep-alive connections, with little overhead beside the service. */
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { FuzzRequest } from './fuzz-requests';

export interface FuzzAnswer {
  /** 0 when no response arrived. */
  readonly status: number;
  readonly text: string;
}

const patienceMs = 60_000;
const boundary = 'ranklab-fuzz-boundary';

function contentOf({ body, form }: FuzzRequest): { type: string; bytes: Buffer } | undefined {
  if (form) return { type: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.from(formText(form)) };
  return body === undefined ? undefined : { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) };
}

const formText = (form: Readonly<Record<string, unknown>>): string =>
  Object.entries(form)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
      const file = name === 'file' ? `; filename="${encodeURIComponent(text.slice(0, 50))}"` : '';
      return `--${boundary}\r\ncontent-disposition: form-data; name="${encodeURIComponent(name.slice(0, 200))}"${file}\r\n\r\n${text}\r\n`;
    })
    .join('')
    .concat(`--${boundary}--\r\n`);

/** A client of the service at `url`. */
export function fuzzClient(
  url: string,
  token: string,
  connections: number,
): { send(request: FuzzRequest): Promise<FuzzAnswer>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  const attempt = (request: FuzzRequest): Promise<FuzzAnswer & { readonly wasReset?: boolean }> =>
    new Promise((settle) => {
      const content = contentOf(request);
      const headers = {
        authorization: `Bearer ${token}`,
        ...(content && { 'content-type': content.type, 'content-length': content.bytes.length }),
      };
      const sent = httpRequest({ agent, hostname, port, method: request.method, path: request.path, headers }, (answer) => {
        readAnswer(answer).then(settle, (error: unknown) => settle({ status: 0, text: String(error) }));
      });
      sent.setTimeout(patienceMs, () => sent.destroy(new Error(`no answer within ${patienceMs / 1_000} s`)));
      // A connection that the service closed while it was idle is not a fault.
      sent.once('error', (error: NodeJS.ErrnoException) =>
        settle({ status: 0, text: String(error), wasReset: sent.reusedSocket && error.code === 'ECONNRESET' }),
      );
      sent.end(content?.bytes);
    });
  return {
    send: async (request) => {
      const answer = await attempt(request);
      return answer.wasReset === true ? attempt(request) : answer;
    },
    close: () => agent.destroy(),
  };
}

async function readAnswer(answer: IncomingMessage): Promise<FuzzAnswer> {
  const status = answer.statusCode ?? 0;
  // The event stream of a waiting job does not end, so only its beginning is read.
  if (answer.headers['content-type']?.startsWith('text/event-stream')) {
    answer.destroy();
    return { status, text: '' };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status, text: Buffer.concat(chunks).toString('utf8') };
}
