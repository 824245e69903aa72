/** The MCP server as agents use it: the SDK's own client over standard streams and over HTTP, every tool, every kind of failure. */
import { mkdtempSync, rmSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentTools } from '#service/agents/registry';

const program = resolve(import.meta.dirname, '../../out/node/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'ranklab-mcp-'));
const workspace = join(folder, 'ws');
const token = 'a-token-for-agents';
let served: ChildProcess;
let url: string;

async function run(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((done, failed) => child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`exit ${code}`)))));
  return child;
}

const connected = async (transport: Transport): Promise<Client> => {
  const client = new Client({ name: 'the tester', version: '1' });
  await client.connect(transport);
  return client;
};
const overHttp = (withToken = token): Promise<Client> =>
  connected(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${withToken}` } },
    }),
  );
const overStreams = (...args: string[]): Promise<Client> =>
  connected(new StdioClientTransport({ command: process.execPath, args: [program, 'mcp', ...args], env: { ...process.env } as never }));

interface Answer {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}
/** The parts of the tools' results that are checked here. */
interface Found {
  readonly id: string;
  readonly name: string;
  readonly notes: string;
  readonly users: number;
  readonly total: number;
  readonly built: boolean;
  readonly stage: string;
  readonly action: string;
  readonly agent: string;
  readonly weights: Record<string, number>;
  readonly rows: readonly { readonly userId: string; readonly videoId: string }[];
  readonly items: readonly { readonly videoId: string }[];
  readonly files: readonly { readonly name: string }[];
  readonly signals: readonly unknown[];
  readonly views: readonly unknown[];
  readonly result: { readonly testLooks: number };
}
async function call<Result = Found>(client: Client, name: string, args: Record<string, unknown> = {}): Promise<Result> {
  const { isError, content } = (await client.callTool({ name, arguments: args })) as unknown as Answer;
  const text = content[0].text;
  if (isError) throw new Error(text);
  return JSON.parse(text) as Result;
}

beforeAll(async () => {
  await run([
    'pipeline',
    '--workspace',
    workspace,
    '--users',
    '60',
    '--videos',
    '80',
    '--interactions',
    '900',
    '--factors',
    '8',
    '--quiet',
    '--json',
  ]);
  served = spawn(process.execPath, [program, 'serve', '--workspace', workspace, '--port', '0', '--token', token, '--mcp-edits', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  url = await new Promise<string>((done) => {
    let output = '';
    served.stdout!.on('data', (chunk: Buffer) => {
      output += String(chunk);
      if (output.includes('\n')) done((JSON.parse(output) as { url: string }).url);
    });
  });
});
afterAll(async () => {
  served.kill();
  await new Promise((done) => served.once('exit', done));
  rmSync(folder, { recursive: true, force: true });
});

const variantA = { name: 'a', weights: { popularity: 1 } };
const variantB = { name: 'b', weights: { factors: 1 } };

describe('over HTTP', () => {
  test('lists every tool of the registry, with schemas and hints', async () => {
    const client = await overHttp();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(agentTools.map(({ name }) => name).sort());
    for (const tool of tools) {
      expect(tool.description!.length).toBeGreaterThan(20);
      expect(tool.inputSchema.type).toBe('object');
    }
    expect(tools.find(({ name }) => name === 'add_video')?.annotations?.readOnlyHint).toBe(false);
    expect(tools.find(({ name }) => name === 'run_list')?.annotations?.readOnlyHint).toBe(true);
    await client.close();
  });

  test('answers every read-only tool', async () => {
    const client = await overHttp();
    expect((await call(client, 'dataset_summary')).users).toBe(60);
    const { rows } = await call(client, 'search_videos', { limit: 3 });
    expect(rows).toHaveLength(3);
    const { rows: users } = await call(client, 'search_users', { limit: 1 });
    const context = { user: users[0].userId };
    expect((await call<Found[]>(client, 'list_choices', { family: 'metrics' })).map(({ id }) => id)).toContain('ndcg');
    expect((await call(client, 'model_status')).built).toBe(true);
    const list = await call(client, 'run_list', { context, limit: 5 });
    expect(list.items).toHaveLength(5);
    const why = await call(client, 'why_not', { context, video: list.items[0].videoId });
    expect(why.stage).toBe('listed');
    expect((await call(client, 'rank_flips', { context, variant: variantB })).signals.length).toBeGreaterThan(0);
    expect((await call<Found[]>(client, 'list_variants'))[0].name).toBe('default');
    await client.close();
  });

  test('sweeps settings and learns weights on the validation part, without a look', async () => {
    const client = await overHttp();
    const looks = async (): Promise<number> =>
      (await call(client, 'compare', { name: 'look', config: { variants: [variantA], metrics: ['ndcg@5'] } })).result.testLooks;
    const before = await looks();
    const parameters = [{ path: 'weights.factors', low: 0, high: 1 }];
    const swept = await call<{ measured: number; start: { values: object }; winner: { values: object; metrics: { spec: string }[] } }>(
      client,
      'sweep_settings',
      { variant: variantA, parameters, objectives: ['ndcg@5'], settings: 8 },
    );
    expect(swept).toMatchObject({ measured: 9, start: { values: {} }, winner: { metrics: [{ spec: 'ndcg@5' }] } });
    const learnt = await call(client, 'learn_weights', { variant: variantB, signals: ['popularity', 'factors'], bootstrapSamples: 0 });
    expect(learnt.signals).toMatchObject([{ id: 'popularity' }, { id: 'factors' }]);
    await expect(
      call(client, 'sweep_settings', { variant: variantA, parameters: [{ path: 'weights.nosuch', low: 0, high: 1 }] }),
    ).rejects.toThrow('nosuch');
    expect(await looks()).toBe(before); // repeating a comparison is not another look
    await client.close();
  });

  test('compares with progress; the run is saved under the agent’s name and every look is counted', async () => {
    const client = await overHttp();
    const config = { variants: [variantA, variantB], metrics: ['ndcg@5'] };
    const seen: number[] = [];
    const answer = (await client.callTool({ name: 'compare', arguments: { name: 'by an agent', config } }, undefined, {
      onprogress: ({ progress }) => seen.push(progress),
    })) as unknown as Answer;
    const first = JSON.parse(answer.content[0].text) as Found;
    expect(seen.length).toBeGreaterThan(0);
    expect(first.notes).toContain('the tester');
    const again = await call(client, 'compare', { name: 'once more', config: { ...config, metrics: ['ndcg@5', 'recall@5'] } });
    expect(again.result.testLooks).toBe(first.result.testLooks + 1);
    expect((await call(client, 'list_experiments')).total).toBe(4); // with the two looks of the test before
    expect((await call(client, 'get_experiment', { id: first.id })).result).toEqual(first.result);
    const { files } = await call(client, 'export_experiment', { id: first.id });
    expect(files.map(({ name }) => name)).toContain('summary.csv');
    const lens = await call(client, 'definition_lens', { variants: [variantA, variantB], metric: 'ndcg@5' });
    expect(lens.views.length).toBeGreaterThan(1);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain(`ranklab://experiments/${first.id}`);
    const [read] = (await client.readResource({ uri: `ranklab://experiments/${first.id}` })).contents;
    expect((JSON.parse((read as { text: string }).text) as Found).name).toBe('by an agent');
    const [definitions] = (await client.readResource({ uri: 'ranklab://definitions' })).contents;
    expect((definitions as { text: string }).text).toContain('ndcg');
    await client.close();
  });

  test('lists edits under the agent’s name, and each can be undone once', async () => {
    const client = await overHttp();
    const added = await call(client, 'add_video', { video: { title: 'By an agent' } });
    expect(added).toMatchObject({ agent: 'the tester', action: 'add-video', undoneAtMs: null });
    const [found] = (await call(client, 'search_videos', { search: 'By an agent' })).rows;
    await call(client, 'edit_video', { video: { videoId: found.videoId, title: 'Edited' } });
    const removed = await call(client, 'remove_video', { videoId: found.videoId });
    const edits = await call<Found[]>(client, 'list_agent_edits');
    expect(edits.slice(0, 3).map(({ action }) => action)).toEqual(['remove-video', 'edit-video', 'add-video']);
    for (const { id } of edits.slice(0, 2)) await call(client, 'undo_agent_edit', { id });
    expect((await call(client, 'search_videos', { search: 'By an agent' })).rows[0].videoId).toBe(found.videoId);
    await call(client, 'undo_agent_edit', { id: added.id });
    expect((await call(client, 'search_videos', { search: 'By an agent' })).total).toBe(0);
    await expect(call(client, 'undo_agent_edit', { id: removed.id })).rejects.toThrow('undone before');
    await call(client, 'save_variant', { variant: variantA });
    const changed = await call(client, 'save_variant', { variant: { ...variantA, weights: { popularity: 0.5 } } });
    await call(client, 'undo_agent_edit', { id: changed.id });
    const stored = await call<Found[]>(client, 'list_variants');
    expect(stored.find(({ name }) => name === 'a')!.weights).toEqual({ popularity: 1 });
    await call(client, 'remove_variant', { name: 'a' });
    await client.close();
  });

  test('failures name code, place and remedy, and leave nothing half done', async () => {
    const client = await overHttp();
    await expect(call(client, 'run_list', { context: { user: 'u' }, variant: 'no such variant' })).rejects.toThrow('NOT_FOUND');
    await expect(call(client, 'get_experiment', { id: 'none' })).rejects.toThrow('NOT_FOUND');
    await expect(call(client, 'undo_agent_edit', { id: '999' })).rejects.toThrow('NOT_FOUND');
    await expect(call(client, 'compare', { name: 'x', config: { variants: [{ name: 'a', weights: { nosuch: 1 } }] } })).rejects.toThrow(
      'nosuch',
    );
    await expect(call(client, 'run_list', { context: { user: 'u' }, limit: 1e9 })).rejects.toThrow();
    await expect(call(client, 'no_such_tool')).rejects.toThrow();
    await expect(client.readResource({ uri: 'ranklab://experiments/none' })).rejects.toThrow();
    await client.close();
  });

  test('requires the token, and rejects an ended session', async () => {
    await expect(overHttp('wrong')).rejects.toThrow();
    const answer = await fetch(`${url}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-session-id': 'gone',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    expect(answer.status).toBe(404);
  });
});

describe('over standard streams', () => {
  test('is read-only unless allowed, also in front of a running service', async () => {
    const reader = await overStreams('--url', url, '--token', token);
    const names = (await reader.listTools()).tools.map(({ name }) => name);
    expect(names).not.toContain('add_video');
    expect(names).toHaveLength(agentTools.filter(({ effect }) => effect !== 'edits').length);
    await expect(call(reader, 'add_video', { video: { title: 't' } })).rejects.toThrow();
    expect((await call(reader, 'dataset_summary')).users).toBe(60);
    await reader.close();
  });

  test('serves a temporary workspace', async () => {
    const client = await overStreams('--workspace', join(folder, 'other'), '--allow-edits');
    expect(await call(client, 'dataset_summary')).toBeNull();
    await call(client, 'save_variant', { variant: variantB });
    expect((await call<Found[]>(client, 'list_agent_edits'))[0].agent).toBe('the tester');
    await client.close();
  });
});
