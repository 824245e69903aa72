/**
 * Random requests to every route of the API, made from its own description: values of the right kind, of the wrong kind, at the ends
 * of their ranges, and hostile ones. Fails when an answer is a 500, the connection breaks, or memory keeps growing.
 *
 *     node scripts/run-typescript.mjs bench/fuzz-http.ts [requests, 100000] [seed, 1]
 */
import { fuzz } from '../test/security/fuzz';
import { ours } from './servers';

const [requests = 100_000, seed = 1] = process.argv.slice(2).map(Number);
const server = await ours();
const outcome = await fuzz({ url: server.url, token: server.token ?? '', requests, seed, memory: () => server.rssBytes() });
await server.stop();
console.log(JSON.stringify(outcome, null, 2));
if (outcome.failures.length > 0 || outcome.grows) process.exitCode = 1;
