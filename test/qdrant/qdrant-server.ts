/**
 * A server of ours that speaks the part of Qdrant’s REST interface that the backend uses, as its documentation describes it: envelopes, status codes,
 * refusal of unknown fields, a limit of the size of a request, aliases, and an optimizer that works after the answer. It compares every vector; with
 * `shortAnswers` it leaves out neighbours of searches that are not exact, which a graph may do. It is no proof about Qdrant itself.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerCollections, Refusal, type SearchFaults, type StoredCollection } from './qdrant-collections';

export interface QdrantOptions {
  /** Full access; without keys everybody has it. */
  readonly key?: string;
  readonly readOnlyKey?: string;
  readonly version?: string;
}

export interface Faults extends SearchFaults {
  /** Delay of every answer, in milliseconds. */
  slowMs: number;
  /** Answers the next requests with this status, as often as given. */
  fail: { status: number; error: string; times: number } | undefined;
  /** Closes the connection instead of the next answers, as often as given. */
  close: number;
  /** Called before each request is carried out. */
  onRequest: ((method: string, path: string) => void) | undefined;
}

export interface QdrantStandIn {
  readonly url: string;
  readonly collections: Map<string, StoredCollection>;
  readonly aliases: Map<string, string>;
  readonly faults: Faults;
  /** Method and path of what was asked, without the query of the address. */
  readonly requests: string[];
  /** Ends all connections; what was stored stays. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const mostBytes = 32 * 2 ** 20;

export async function startQdrant(options: QdrantOptions = {}): Promise<QdrantStandIn> {
  const state = { collections: new Map<string, StoredCollection>(), aliases: new Map<string, string>() };
  const faults: Faults = { shortAnswers: 0, slowMs: 0, fail: undefined, close: 0, onRequest: undefined };
  const requests: string[] = [];
  let server: Server | undefined;
  let port = 0;
  const listen = async (): Promise<void> => {
    const started = createServer((request, response) => {
      void answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((listening, failed) => started.once('error', failed).listen(port, '127.0.0.1', listening));
    port = (started.address() as AddressInfo).port;
    server = started;
  };
  const kill = async (): Promise<void> => {
    const ending = server;
    server = undefined;
    if (!ending) return;
    ending.closeAllConnections();
    await new Promise((closed) => ending.close(closed));
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://server');
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    if (faults.slowMs > 0) await new Promise((later) => setTimeout(later, faults.slowMs));
    requests.push(`${method} ${pathname}`);
    faults.onRequest?.(method, pathname);
    const send = (status: number, content: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ ...content, time: 0.0001 }));
    };
    if (faults.close-- > 0) return void request.socket.destroy();
    try {
      if (faults.fail && faults.fail.times-- > 0) throw new Refusal(faults.fail.status, faults.fail.error);
      if (method === 'GET' && pathname === '/')
        return send(200, { title: 'qdrant - vector search engine', version: options.version ?? '1.15.4' });
      const refused = refusalOf(options, request, method, pathname);
      if (refused) return void response.writeHead(refused.status, { 'content-type': 'text/plain' }).end(refused.text);
      if (body === undefined) throw new Refusal(413, 'Payload too large');
      send(200, { result: answerCollections(state, faults, method, pathname, parse(body)), status: 'ok' });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(error.status, { status: { error: error.message } });
    }
  }

  await listen();
  return { url: `http://127.0.0.1:${port}`, ...state, faults, requests, kill, restart: listen, stop: kill };
}

/** Undefined where it is longer than the server takes. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces);
  return body.length > mostBytes ? undefined : body.toString();
}

function parse(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new Refusal(400, `Format error in JSON body: ${(error as Error).message}`);
  }
}

const readingPosts = /\/points(\/(scroll|count|query|query\/batch))?$/;

function refusalOf({ key, readOnlyKey }: QdrantOptions, request: IncomingMessage, method: string, path: string) {
  if (key === undefined) return undefined;
  const given = request.headers['api-key'];
  if (given === key) return undefined;
  if (given === undefined || given !== readOnlyKey)
    return {
      status: 401,
      text: given === undefined ? 'Must provide an API key or an Authorization bearer token' : 'Invalid API key or JWT',
    };
  const reads = method === 'GET' || (method === 'POST' && readingPosts.test(path));
  return reads ? undefined : { status: 403, text: 'Forbidden: Global manage access is required' };
}
