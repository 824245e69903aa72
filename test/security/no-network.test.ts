/** The program works without a network, and with one it sends no packet: it runs in a network namespace that counts outgoing packets. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { missingOnnxPackages } from '#service/embeddings/onnx/packages';
import { writeTinyEncoder } from '../onnx/tiny-encoder';
import { skipReason } from '../skip-reason';

const cli = resolve('out/node/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'ranklab-offline-'));
const workspace = join(folder, 'workspace');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A default route to a nonexistent gateway: packets on its first interface are counted, DNS queries included. */
const defaultRoute = [
  'ip link set lo up',
  'ip link add out0 type veth peer name out1',
  'echo 1 > /proc/sys/net/ipv6/conf/out0/disable_ipv6 2>/dev/null || true', // otherwise the kernel itself looks for routers
  'echo 1 > /proc/sys/net/ipv6/conf/out1/disable_ipv6 2>/dev/null || true',
  'ip addr add 10.97.0.1/24 dev out0',
  'ip link set out0 up && ip link set out1 up',
  'ip route add default via 10.97.0.2',
  'echo nameserver 10.97.0.2 > /tmp/resolv.$$ && mount --bind /tmp/resolv.$$ /etc/resolv.conf && rm -f /tmp/resolv.$$',
].join(' && ');
const count = 'echo "packets $(awk "/out0:/ {print \\$11}" /proc/net/dev)"';
const namespaces = ['unshare', '--net', '--mount', '--uts'];
const isPossible =
  spawnSync(namespaces[0] ?? '', [...namespaces.slice(1), 'bash', '-c', `${defaultRoute} && ${count}`], { encoding: 'utf8' }).status === 0;

interface Outcome {
  readonly status: number | null;
  readonly output: string;
  /** Number of packets sent. */
  readonly packets: number;
}

/** Runs a shell script with `ranklab` in it; `isOpen`: with the default route, otherwise with no network at all. */
function inNamespace(script: string, isOpen: boolean): Promise<Outcome> {
  const ranklab = `ranklab() { "${process.execPath}" "${cli}" "$@"; }`;
  const whole = `${isOpen ? `${defaultRoute} || exit 97` : 'true'}; set -e; ${ranklab}; (set -e; ${script}); ${isOpen ? count : 'echo packets 0'}`;
  const child = spawn(namespaces[0] ?? '', [...namespaces.slice(1), 'bash', '-c', whole], {
    env: { ...process.env, RANKLAB_CONFIG_DIR: join(folder, 'config') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((settle) => {
    child.once('close', (status) => settle({ status, output, packets: Number(/packets (\d+)/.exec(output)?.[1] ?? NaN) }));
  });
}

const variant = join(folder, 'variant.json');
writeFileSync(variant, JSON.stringify({ name: 'mixed', weights: { popularity: 0.5, similarity: 0.5 } }));
const log = join(folder, 'log.csv');
writeFileSync(
  log,
  `user,video,kind,timestamp\n${Array.from({ length: 200 }, (_, i) => `u${i % 9},w${i % 20},view,${1_700_000_000 + i}`).join('\n')}\n`,
);
const w = `--workspace ${workspace} --quiet`;
const encoder = join(folder, 'encoder');
writeTinyEncoder(encoder, ['the', 'how', 'to', 'a']);

const day = [
  `ranklab pipeline ${w} --users 60 --videos 80 --interactions 900 --factors 6`,
  `ranklab recommend --workspace ${workspace} --user u01`,
  `ranklab compare ${w} --variants ${variant} --baselines popular --out ${folder}/results`,
  `ranklab learn ${w} --variant ${variant}`,
  `ranklab export ${w} --format csv --out ${folder}/export`,
  `ranklab export-ranker ${w} --variant ${variant} --to python --out ${folder}/ranker`,
  `ranklab backup ${w}`,
  `ranklab check --workspace ${workspace}`,
  `ranklab import ${w} --interactions ${log} --mode merge`,
  ...(missingOnnxPackages().length === 0 ? [`ranklab build ${w} --provider onnx --model-folder ${encoder}`] : []),
  `ranklab recommend --workspace ${workspace} --query 'how to'`,
  `ranklab doctor --workspace ${workspace}`,
].join('\n');

/** Starts the service, asks it from inside the namespace, and stops it. */
const service = `
  "${process.execPath}" "${cli}" serve --workspace ${workspace} --port 0 --json > ${folder}/address &
  server=$!
  for i in $(seq 200); do [ -s ${folder}/address ] && break; sleep 0.1; done
  "${process.execPath}" -e '
    const { url, token } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const ask = async (path, body) => {
      const answer = await fetch(url + path, { method: body ? "POST" : "GET", headers: { authorization: "Bearer " + token, "content-type": "application/json" }, ...(body && { body: JSON.stringify(body) }) });
      if (answer.status >= 400) throw new Error(path + " " + answer.status + " " + await answer.text());
      return answer.text();
    };
    (async () => {
      const page = await ask("/");
      if (/(?:src|href)="(?:https?:)?\\/\\//.test(page)) throw new Error("the page loads something from elsewhere");
      for (const path of ["/health", "/doctor", "/docs", "/openapi.json", "/metrics", "/dataset", "/registries"]) await ask(path);
      await ask("/recommend", { user_id: "u01" });
      await ask("/log_interaction", { user_id: "u01", video_id: "v01" });
      console.log("served");
    })().catch((error) => { console.error(error); process.exitCode = 1; });
  ' ${folder}/address
  kill $server; wait $server || true`;

describe.runIf(isPossible)(
  `a day of work on the command line and over the API${skipReason(isPossible ? undefined : 'network namespaces cannot be made here')}`,
  () => {
    it.each([
      ['without any network, not even the machine’s own', false, day],
      ['sends no packet', true, `${day}\n${service}`],
    ])('%s', { timeout: 300_000 }, async (_name, isOpen, script) => {
      const { status, output, packets } = await inNamespace(script, isOpen);
      expect(status, output).toBe(0);
      expect(packets, output).toBe(0);
      if (isOpen) expect(output).toContain('served');
      rmSync(workspace, { recursive: true, force: true });
    });

    it('except for the provider that is a service, which reports that it cannot be reached', { timeout: 300_000 }, async () => {
      const made = `ranklab generate --out ${folder}/data --users 20 --videos 20 --interactions 200 --quiet`;
      const script = `${made}
      ranklab import ${w} --interactions ${folder}/data/interactions.csv --videos ${folder}/data/videos.csv
      OPENAI_API_KEY=sk-x timeout 20 "${process.execPath}" "${cli}" build ${w} --provider openai || true`;
      const { output, packets } = await inNamespace(script, true);
      expect(packets, output).toBeGreaterThan(0); // the count works
    });
  },
);

it('needs tools that setup-system.sh installs', () => {
  for (const [tool, asked] of [
    ['unshare', '--version'],
    ['ip', '-V'],
  ] as const)
    expect(spawnSync(tool, [asked]).status, tool).toBe(0);
});
