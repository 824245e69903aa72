/**
 * Random requests to every route of the API, made from its own description: values of the right kind, of the wrong kind, at the ends
 * of their ranges, and hostile ones, sixteen at a time over connections that are kept open. The service runs in its own process, confined to
 * a folder with a file of each kind. Fails when an answer is a 500, none comes within a minute, memory keeps growing, or the workspace is
 * damaged in the end. Its progress is on stderr.
 *
 *     node scripts/run-typescript.mjs bench/fuzz-http.ts [requests, 1000000] [seed, 1]
 */
import { fuzzProgram } from '../test/security/fuzzed-program';

const [requests = 1_000_000, seed = 1] = process.argv.slice(2).map(Number);
let shown = 0;
const outcome = await fuzzProgram({
  requests,
  seed,
  progress: ({ requests: sent, seconds, megabytes, failures, slowest: [slowest] }) => {
    console.error(
      `${sent} requests, ${seconds} s, ${megabytes.at(-1)} MB, ${failures.length} failures, slowest ${JSON.stringify(slowest)}`,
    );
    for (const failure of failures.slice(shown)) console.error(JSON.stringify(failure).slice(0, 2_000));
    shown = failures.length;
  },
});
console.log(JSON.stringify(outcome, null, 2));
if (outcome.failures.length > 0 || outcome.grows || (outcome.damage as unknown[]).length > 0) process.exitCode = 1;
