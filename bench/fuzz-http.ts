/**
 * Random requests to every route of the API, generated from its OpenAPI document: valid values, values of the wrong type, at the limits of
 * their ranges, and malicious ones. Sixteen requests at a time over keep-alive connections. The service runs in a separate process, confined
 * to a folder with a file of each kind. Fails when a response is a 500 or takes over a minute, when memory keeps growing, when
 * the workspace stays locked, or when it is damaged at the end. Reports progress on stderr, and ends with a line that sums it up.
 *
 *     node scripts/run-typescript.mjs bench/fuzz-http.ts [requests, 1000000] [seed, 1]
 */
import { execFileSync } from 'node:child_process';
import { fuzzProgram } from '../test/security/fuzzed-program';

execFileSync(process.execPath, ['scripts/ensure-built.mjs', 'node'], { stdio: ['ignore', 2, 2] });

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
const { statuses, megabytes, seconds, grows } = outcome;
const problems = (outcome.damage as unknown[]).length;
console.log(
  `fuzzer, seed ${seed}: ${outcome.requests} requests in ${seconds} s, ${statuses['500'] ?? 0} × 500, ${statuses['0'] ?? 0} unanswered, ` +
    `memory of the service ${megabytes[0]} MB at the start, ${megabytes.at(-1)} MB at the end${grows ? ', growing' : ''}, ` +
    `${problems} problems found by check`,
);
if (outcome.failures.length > 0 || grows || problems > 0) process.exitCode = 1;
