/** A full disk and too many open files, as agents, the Python client and protocol files are told of them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ranklab } from '../cli/run-cli';
import { patience } from '../patience';
import { skipReason } from '../skip-reason';
import { serveProgram, type ServedProgram } from './served-program';

const cli = resolve('out/node/cli.js');
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const environment = { ...process.env, PYTHONPATH: resolve('clients/python/src'), PYTHONIOENCODING: 'utf-8' };
const folder = mkdtempSync(join(tmpdir(), 'ranklab-no-room-'));
const disk = join(folder, 'disk');
afterAll(() => {
  if (mounted) spawnSync('umount', [disk]);
  rmSync(folder, { recursive: true, force: true });
});

mkdirSync(disk);
/** A file system of 64 MB, which only root may mount. */
const mounted = process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'ranklab-test', disk]).status === 0;

const filler = join(disk, 'filler');
function fill(): void {
  const page = Buffer.alloc(4_096);
  for (;;) {
    try {
      appendFileSync(filler, page);
    } catch {
      return;
    }
  }
}

const protocol = join(folder, 'protocol.json');
const log = join(folder, 'log.csv');
writeFileSync(
  log,
  `user,video,kind,timestamp\n${Array.from({ length: 300 }, (_, i) => `u${i % 9},w${(i * 7) % 20},view,${1_700_000_000 + i}`).join('\n')}\n`,
);
writeFileSync(
  protocol,
  JSON.stringify({
    format: 'ranklab-protocol',
    version: 1,
    description: 'popularity against chance',
    data: { interactions: log, map: { user: 'user', video: 'video', kind: 'kind', timestamp: 'timestamp' } },
    variants: [{ baseline: 'popular' }, { baseline: 'random' }],
    metrics: ['ndcg@5'],
    split: { id: 'time', params: { fraction: 0.3 } },
    seed: 1,
  }),
);

describe.runIf(mounted)(`on a full disk${skipReason(mounted ? undefined : 'file systems cannot be mounted here')}`, () => {
  let program: ServedProgram;
  let agent: Client;
  /** Longer than what a log's last page may still have room for. */
  const description = 'long '.repeat(1_500);

  beforeAll(async () => {
    program = await serveProgram({ arguments: ['--mcp-edits'], parent: disk });
    agent = new Client({ name: 'agent', version: '1' });
    await agent.connect(
      new StreamableHTTPClientTransport(new URL(`${program.url}/mcp`), {
        requestInit: { headers: { authorization: `Bearer ${program.token}` } },
      }),
    );
    fill();
  });
  afterAll(async () => {
    await agent.close();
    await program.stop();
  });

  const byRest = async (id: string): Promise<string> =>
    (await program.call('POST', '/add_video', { video_id: id, title: id, description })).text;
  const byAgent = async (videoId: string): Promise<string> => {
    const answer = await agent.callTool({ name: 'add_video', arguments: { video: { videoId, title: videoId, description } } });
    return JSON.stringify(answer);
  };
  const byPython = async (id: string): Promise<string> => {
    const call = `w.operations.dataset.add_video(video_id=${JSON.stringify(id)}, title=${JSON.stringify(id)}, description="long " * 1500)`;
    const lines = [
      'import ranklab',
      `w = ranklab.connect(${JSON.stringify(program.url)}, token=${JSON.stringify(program.token)})`,
      `try:\n  print(${call})\nexcept ranklab.RankLabError as e:\n  print(e.code, e, e.remedy)`,
    ];
    return execFileSync(python, ['-c', lines.join('\n')], { encoding: 'utf8', env: environment });
  };

  it('REST, agents and the Python client are told how many bytes are free and what to do; afterwards each adds its video', async () => {
    const doors = { byRest, byAgent, byPython };
    for (const [door, add] of Object.entries(doors)) {
      const said = await add(`full-${door}`);
      expect(said, door).toContain('DISK_FULL');
      expect(said, door).toMatch(/The disk is full.* are free/);
      expect(said, door).toContain('Free some space and try again');
    }
    rmSync(filler);
    for (const [door, add] of Object.entries(doors)) {
      await add(`later-${door}`);
      expect((await program.call('GET', `/videos/full-${door}`)).status, door).toBe(404);
      expect((await program.call('GET', `/videos/later-${door}`)).text, door).toContain(description.slice(0, 50));
    }
  });

  it('a protocol whose results do not fit says so and leaves no part of them', () => {
    fill();
    const out = join(disk, 'results');
    const { status, stderr } = ranklab('compare', '--protocol', protocol, '--out', out, '--quiet');
    expect(stderr).toMatch(/The disk is full.* are free/);
    expect(status).toBe(1);
    expect(existsSync(join(out, 'summary.csv'))).toBe(false);
    rmSync(filler);
    expect(ranklab('compare', '--protocol', protocol, '--out', out, '--quiet').status).toBe(0);
    expect(existsSync(join(out, 'summary.csv'))).toBe(true);
  });
});

describe.skipIf(process.platform === 'win32')(
  `with 40 file descriptors${skipReason(process.platform === 'win32' ? 'Windows has no ulimit' : undefined)}`,
  () => {
    const limited = ['-c', 'ulimit -n 40; exec "$@"', 'bash', process.execPath, cli];
    const explained = /too many files are open \(EMFILE\)[^]*ulimit -n \d+/;

    it('a protocol names the limit and how to raise it', () => {
      const { status, stderr } = spawnSync('bash', [...limited, 'compare', '--protocol', protocol, '--quiet'], { encoding: 'utf8' });
      expect(status).not.toBe(0);
      expect(stderr).toMatch(explained);
    });

    it('a server for agents does so on stderr', async () => {
      const transport = new StdioClientTransport({
        command: 'bash',
        args: [...limited, 'mcp', '--workspace', join(folder, 'new')],
        stderr: 'pipe',
      });
      let said = '';
      transport.stderr?.on('data', (chunk) => (said += String(chunk)));
      const client = new Client({ name: 'agent', version: '1' });
      await expect(client.connect(transport)).rejects.toThrow();
      // What it said may arrive after its end.
      await vi.waitFor(() => expect(said).toMatch(explained), patience);
    });

    it('the Python client repeats what the service that it starts has said', () => {
      const command = `bash -c 'ulimit -n 40; exec "$@"' bash ${process.execPath} ${cli}`;
      const script = `import ranklab\ntry:\n  ranklab.open_workspace(${JSON.stringify(join(folder, 'new'))})\nexcept ranklab.ServiceNotStarted as e:\n  print(e)`;
      const said = execFileSync(python, ['-c', script], { encoding: 'utf8', env: { ...environment, RANKLAB_COMMAND: command } });
      expect(said).toMatch(explained);
    });
  },
);
