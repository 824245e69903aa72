/**
 * Importing interactions from CSV with every check, beside the same with pandas: milliseconds and peak memory, each in a
 * separate process. `node scripts/run-typescript.mjs bench/import.ts [large]`; `large` adds 10,000,000 rows.
 * The peer needs Debian's python3-pandas; without it, its figures are left out.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRng } from '#engine/core/rng';
import { Workspace } from '#service/workspace/stored-workspace';

const seed = 42;
const map = { user: 'user_id', video: 'video_id', kind: 'kind', value: 'value', timestamp: 'timestamp' };

/** One bad row in a thousand, as in exports of real systems. */
function writeRows(path: string, count: number): void {
  const rng = createRng(seed);
  const file = openSync(path, 'w');
  let text = 'user_id,video_id,kind,value,timestamp\n';
  for (let i = 0; i < count; i++) {
    const value = i % 1000 === 999 ? 'n/a' : (rng.int(50) / 10).toFixed(1);
    text += `u${rng.int(50_000)},v${rng.int(20_000)},${rng.int(10) === 0 ? 'like' : 'view'},${value},${1_500_000_000 + i}\n`;
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
}

/** Runs in a separate process: imports and prints the time and memory used. */
async function importOnce(path: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-'));
  const workspace = await Workspace.create(join(folder, 'workspace'), 'Bench');
  const startedAt = performance.now();
  const { report } = await workspace.importer.importFiles({ interactions: path, map, mode: 'replace' });
  const milliseconds = Math.round(performance.now() - startedAt);
  await workspace.close();
  rmSync(folder, { recursive: true });
  const [file] = report.files;
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ milliseconds, peakMegabytes, accepted: file.accepted, rejected: file.rejected }));
}

function figures(command: string, args: string[]): unknown {
  const result = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status !== 0) return { unavailable: (result.stderr || String(result.error)).trim().split('\n').at(-1) };
  return JSON.parse(result.stdout);
}

if (process.argv[2] === 'once') await importOnce(process.argv[3]);
else {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-'));
  const counts = [100_000, 1_000_000, ...(process.argv.includes('large') ? [10_000_000] : [])];
  const cases = counts.map((rows) => {
    const path = join(folder, 'interactions.csv');
    writeRows(path, rows);
    const ours = figures(process.execPath, [process.argv[1], 'once', path]);
    const pandas = figures('/usr/bin/python3', [resolve('bench/peers/import_peer.py'), path]);
    return { rows, megabytes: Math.round(statSync(path).size / 1e6), ours, pandas };
  });
  rmSync(folder, { recursive: true });
  console.log(JSON.stringify({ machine: cpus()[0]?.model, cores: cpus().length, node: process.version, seed, cases }, null, 2));
}
