/**
 * `/recommend` at 4 connections: 200 candidates, eight signals, filters and contributions, beside a FastAPI service that
 * retrieves and filters only. Users are requested in a scattered order: once each (`firstLists`: nothing is cached),
 * then repeatedly for the given number of seconds. Prints one JSON document.
 *
 *     node scripts/run-typescript.mjs bench/serve.ts [seconds] [--no-peer]
 *
 * Needs python3 with fastapi, uvicorn, pandas and faiss for the peer. The load generator shares the machine's cores.
 */
import { cpus } from 'node:os';
import { caller, drive, type LoadResult } from './http-load';
import { ours, peer, sizes, type Server } from './servers';

const variant = {
  name: 'eight signals',
  candidates: { poolSize: 200 },
  weights: {
    similarity: 0.25,
    factors: 0.25,
    popularity: 0.1,
    freshness: 0.1,
    quality: 0.1,
    trending: 0.05,
    'category-affinity': 0.1,
    'creator-affinity': 0.05,
  },
  filters: { maxPerCreator: 3 },
};
const connections = 4;
const seconds = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 10);

/** Includes the server's CPU time, which a busy machine affects less than wall time. */
type WithCpu = LoadResult & { readonly cpuMsPerRequest: number };

interface Measured extends WithCpu {
  readonly firstLists: WithCpu;
  readonly rssBytes: number;
}

/** `lists`: how many of the first lists are measured separately. */
async function measured(server: Server, userIds: readonly string[], more: object, warmUp: object, lists: number): Promise<Measured> {
  const { ask, close } = caller(server.url, server.token, connections);
  // 7919 is prime and does not divide any of the sizes, so users are visited in a scattered order, equally often.
  const one = (client: number, round: number): ReturnType<typeof ask> => {
    const user_id = userIds[((round * connections + client) * 7_919) % userIds.length];
    return ask('POST', '/recommend', { user_id, top_k: 10, ...more });
  };
  // Warm-up by a number of lists, not by time, so that models are loaded and code is compiled even on a slow machine.
  await drive(connections, { rounds: 250 }, (client, round) =>
    ask('POST', '/recommend', { user_id: userIds[(round * connections + client) % 1_000], top_k: 10, ...warmUp }),
  );
  const withCpu = async (until: Parameters<typeof drive>[1]): Promise<WithCpu> => {
    const before = server.cpuMs();
    const result = await drive(connections, until, one);
    return { ...result, cpuMsPerRequest: Number(((server.cpuMs() - before) / result.requests).toFixed(3)) };
  };
  const firstLists = await withCpu({ rounds: lists / connections });
  const result = { ...(await withCpu(seconds * 1_000)), firstLists, rssBytes: server.rssBytes() };
  close();
  return result;
}

async function userIdsOf(server: Server): Promise<string[]> {
  const { ask, close } = caller(server.url, server.token, 1);
  const ids: string[] = [];
  for (let offset = 0; offset < sizes.users; offset += 1_000) {
    const { body } = await ask('GET', `/users?limit=1000&offset=${offset}`);
    ids.push(...(JSON.parse(body) as { rows: { userId: string }[] }).rows.map(({ userId }) => userId));
  }
  close();
  return ids;
}

const server = await ours();
const ranklab = await measured(
  server,
  await userIdsOf(server),
  { variant },
  { variant: { ...variant, candidates: { poolSize: 199 } } },
  sizes.users,
);
await server.stop();
let python: Measured | null = null;
if (!process.argv.includes('--no-peer')) {
  const other = await peer();
  python = await measured(
    other,
    Array.from({ length: sizes.users }, (_, n) => `u${n}`),
    {},
    {},
    500, // nothing is cached, so every list counts as a first list
  );
  await other.stop();
}
const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version };
const times = (of: LoadResult): number | null => python && Number((of.requestsPerSecond / python.requestsPerSecond).toFixed(1));
const timesFaster = { firstLists: times(ranklab.firstLists), lists: times(ranklab) };
const timesLessCpu = python && Number((python.cpuMsPerRequest / ranklab.cpuMsPerRequest).toFixed(1));
console.log(JSON.stringify({ machine, ...sizes, connections, seconds, ranklab, peer: python, timesFaster, timesLessCpu }, null, 2));
