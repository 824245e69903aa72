/** Hostile data, long values, deeply nested bodies, damaged and compressed files through interfaces other than REST: agents, protocol files, the Python client. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ranklab } from '../cli/run-cli';
import { serveProgram, type ServedProgram } from './served-program';

const cli = resolve('out/node/cli.js');
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
/** Control sequences that clear the screen, set colours, reverse the text direction, end a line in some readers, and ring the bell. */
const hostile = 'a\u001b[2J\u009b31m\u202egnp.exe\u2028b\u0007';
const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const huge = 'x'.repeat(500_000);

let program: ServedProgram;
let agent: Client;

beforeAll(async () => {
  program = await serveProgram({ arguments: ['--mcp-edits'] });
  const { status, text } = await program.call('POST', '/add_video', {
    video_id: 'hostile',
    title: hostile,
    description: hostile,
    tags: [hostile],
  });
  expect(status, text).toBe(200);
  agent = new Client({ name: hostile, version: '1' });
  await agent.connect(
    new StreamableHTTPClientTransport(new URL(`${program.url}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${program.token}` } },
    }),
  );
});
afterAll(async () => {
  await agent.close();
  await program.stop();
});

const ask = async (name: string, args: object): Promise<{ isError: boolean; text: string }> => {
  const { isError = false, content } = (await agent.callTool({ name, arguments: { ...args } })) as unknown as {
    isError?: boolean;
    content: { text: string }[];
  };
  return { isError, text: content.map(({ text }) => text).join('') };
};
const user = { context: { user: 'u01' } };

describe('an agent', () => {
  it('gets titles, names and errors with control and bidirectional characters escaped, otherwise unchanged', async () => {
    const { tools } = await agent.listTools();
    const browse = tools.find(({ name }) => name.includes('videos'))?.name ?? '';
    const { text } = await ask(browse, { search: 'exe' });
    expect(text).not.toMatch(acting);
    expect(JSON.stringify(JSON.parse(text))).toContain(JSON.stringify(hostile));
    const refused = await ask('run_list', { context: { user: hostile } });
    expect(refused.isError).toBe(true);
    expect(refused.text).not.toMatch(acting);
  });

  it('gets a short answer about a long value', async () => {
    for (const args of [
      { context: { user: huge } },
      { context: { query: huge }, variant: huge },
      { ...user, limit: huge },
      { ...user, [huge]: 1 },
    ]) {
      const { text } = await ask('run_list', args).catch((error: unknown) => ({ text: String(error) }));
      expect(text.length, text.slice(0, 200)).toBeLessThan(50_000);
    }
  });

  it('may use limit or top_k, and is told if they differ', async () => {
    const count = async (args: object): Promise<number> =>
      (JSON.parse((await ask('run_list', { ...user, ...args })).text) as { items: unknown[] }).items.length;
    expect(await count({ limit: 3 })).toBe(3);
    expect(await count({ top_k: 4 })).toBe(4);
    expect(await count({ limit: 5, top_k: 5 })).toBe(5);
    expect(await ask('run_list', { ...user, limit: 5, top_k: 6 })).toMatchObject({
      isError: true,
      text: expect.stringContaining('top_k') as string,
    });
  });

  it.each([
    ['deep JSON', 'application/json', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 400],
    ['broken JSON', 'application/json', '{"jsonrpc":', 400],
    ['a multipart body without a boundary', 'multipart/form-data', 'x', 400],
    ['text', 'text/plain', '{}', 415],
    ['a request of no session', 'application/json', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', 400],
  ])('that sends %s is rejected', async (_what, type, body, status) => {
    const headers = { authorization: `Bearer ${program.token}`, 'content-type': type, accept: 'application/json, text/event-stream' };
    expect((await fetch(`${program.url}/mcp`, { method: 'POST', headers, body })).status).toBe(status);
    expect((await ask('run_list', user)).isError).toBe(false);
  });

  it('over standard streams gets errors that name a damaged manifest and a malformed line', async () => {
    const copy = join(program.folder, 'damaged');
    cpSync(join(program.folder, 'workspace'), copy, { recursive: true, filter: (path) => !path.includes('workspace.lock') });
    const manifest = join(copy, 'workspace.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"name"', '"nane"'));
    const child = spawn(process.execPath, [cli, 'mcp', '--workspace', copy], { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    const code = await new Promise((done) => child.once('close', done));
    expect(code).not.toBe(0);
    expect(said).toContain('workspace.json');
    const through = new Client({ name: 'x', version: '1' });
    const transport = new StdioClientTransport({
      command: 'bash',
      args: [
        '-c',
        '(echo "{broken"; cat) | exec "$@"',
        'bash',
        process.execPath,
        cli,
        'mcp',
        '--url',
        program.url,
        '--token',
        program.token,
      ],
      stderr: 'ignore',
    });
    await through.connect(transport);
    expect((await through.listTools()).tools.length).toBeGreaterThan(10);
    await through.close();
  });
});

describe('a protocol file', () => {
  const folder = () => join(program.folder, 'protocols');
  const run = (change: object) => {
    const path = join(folder(), 'protocol.json');
    const map = { user: 'user', video: 'video', kind: 'kind', timestamp: 'timestamp' };
    const whole = {
      format: 'ranklab-protocol',
      version: 1,
      data: { interactions: 'log.csv', map },
      variants: [{ baseline: 'popular' }],
      metrics: ['ndcg@10'],
    };
    writeFileSync(path, JSON.stringify({ ...whole, ...change }));
    return ranklab('compare', '--protocol', path, '--out', join(folder(), 'out'), '--quiet');
  };
  const rows = Array.from({ length: 400 }, (_, i) => `\u202egnp.exe\u009b31m${i % 20},v${(i * 7) % 30},view,${1_700_000_000 + i * 60}`);
  const csv = `user,video,kind,timestamp\n${rows.join('\n')}\n`;
  beforeAll(async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(folder());
    writeFileSync(join(folder(), 'log.csv'), csv);
    writeFileSync(join(folder(), 'log.csv.gz'), gzipSync(csv));
    writeFileSync(join(folder(), 'disguised.csv'), gzipSync(csv));
  });

  it('with hostile ids, plain or compressed, gives the same result, and prints no terminal control characters', () => {
    const map = { user: 'user', video: 'video', kind: 'kind', timestamp: 'timestamp' };
    const outputs = ['log.csv', 'log.csv.gz', 'disguised.csv'].map((interactions) => {
      const { status, stdout, stderr } = run({ data: { interactions, map } });
      expect(status, stderr).toBe(0);
      expect(stdout + stderr).not.toMatch(acting);
      return stdout.slice(stdout.indexOf('ndcg'));
    });
    expect(new Set(outputs).size).toBe(1);
  });

  it.each<[string, object]>([
    ['a hostile name', { variants: [{ baseline: hostile }] }],
    ['a long name', { variants: [{ baseline: huge }] }],
    ['a long key', { [huge]: 1 }],
    ['a missing file', { data: { workspace: hostile } }],
  ])('with %s is rejected with a short, printable message', (_what, change) => {
    const { status, stdout, stderr } = run(change);
    expect(status).not.toBe(0);
    expect(stdout + stderr).not.toMatch(acting);
    expect(stderr.length).toBeLessThan(3_000);
  });

  it.each([
    ['protocol', ['compare', '--out', 'out', '--protocol']],
    ['result', ['gate', '--workspace', 'new-workspace', '--against']],
    ['variant', ['goal', '--workspace', 'new-workspace', '--user', 'u', '--variant']],
  ])('with excessively nested JSON is rejected: a %s', (kind, command) => {
    const path = join(folder(), 'deep.json');
    writeFileSync(path, `${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    const { status, stderr } = ranklab(
      ...command.map((part) => (/^(?:out|new-workspace)$/.test(part) ? join(folder(), part) : part)),
      path,
    );
    expect(status).not.toBe(0);
    expect(stderr).not.toMatch(/RangeError|call stack|\bat .*\.js:\d/);
    expect(stderr.length).toBeLessThan(2_000);
    if (kind !== 'variant') expect(stderr).toContain('more than 100 levels');
  });
});

describe('the Python client', () => {
  const run = (script: string): string =>
    execFileSync(
      python,
      ['-c', `import ranklab\nw = ranklab.connect(${JSON.stringify(program.url)}, token=${JSON.stringify(program.token)})\n${script}`],
      {
        encoding: 'utf8',
        env: { ...process.env, PYTHONPATH: resolve('clients/python/src'), PYTHONIOENCODING: 'utf-8' },
      },
    );
  const refusal = (call: string): string =>
    run(`try:\n  ${call}\n  print("accepted")\nexcept ranklab.RankLabError as e:\n  print(e.code, e)`);

  it('prints errors without control characters, truncated', () => {
    const said = refusal(`w.recommend(user=${JSON.stringify(hostile)})`);
    expect(said).toContain('NOT_FOUND');
    expect(said).not.toMatch(acting);
    expect(refusal(`w.recommend(user="x" * 500000)`).length).toBeLessThan(2_000);
  });

  it('accepts limit and top_k, and reports if they differ', () => {
    expect(
      run('print(len(w.recommend("u01", top_k=3).items), len(w.recommend("u01", limit=4).items), len(w.recommend("u01").items))').trim(),
    ).toBe('3 4 10');
    expect(refusal('w.recommend("u01", limit=3, top_k=4)')).toContain('top_k');
  });

  it('names a damaged manifest, and imports a compressed file', () => {
    const damaged = join(program.folder, 'damaged');
    expect(refusal(`w.operations.system.open_workspace(path=${JSON.stringify(damaged)})`)).toMatch(/CORRUPT_ARTIFACT[^]*workspace\.json/);
    writeFileSync(join(program.folder, 'more.csv.gz'), gzipSync('user,video,kind,timestamp\nu01,v01,view,1700000000\n'));
    const file = JSON.stringify(join(program.folder, 'more.csv.gz'));
    expect(refusal(`print(w.operations.dataset.preview(file=${file})["columns"][0]["name"])`)).toContain('user');
  });
});
