/** Models made by the test, run by the real runtime in its thread. */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { embedItems, isCurrent, restoreItemEmbedder } from '#engine/embeddings/embed-items';
import type { Dataset } from '#engine/model/dataset';
import { createEmbeddingPorts, type ClosableEmbeddingPorts } from '#service/embeddings/embedding-ports';
import { installOnnx, missingOnnxPackages, onnxPackages, requireOnnxPackages } from '#service/embeddings/onnx/packages';
import { onnxCheck } from '#service/workspace/doctor';
import { smallDataset } from '../fixtures';
import { skipReason } from '../skip-reason';
import { writeTinyEncoder, type TinyEncoder } from './tiny-encoder';

const words = ['query', 'passage', ':', 'rocket', 'orbit', 'pasta', 'oven'];
const titles = ['rocket orbit', 'pasta', 'Oven pasta pasta rocket orbit', '', 'zebra'];
const folder = mkdtempSync(join(tmpdir(), 'ranklab-onnx-'));
/** They are optional: npm leaves out one whose install script fails. */
const areInstalled = missingOnnxPackages().length === 0;
let number = 0;
let place = '';
let tiny: TinyEncoder;
const opened: ClosableEmbeddingPorts[] = [];
/** One thread for all tests, each with a folder and a cache of its own. */
const encoder = openPorts('shared').sentenceEncoder;

beforeEach(() => {
  place = join(folder, `model-${number++}`);
  tiny = writeTinyEncoder(place, words);
});
afterAll(async () => {
  for (const ports of opened) await ports.close();
  rmSync(folder, { recursive: true, force: true });
});

function openPorts(name: string): ClosableEmbeddingPorts {
  const ports = createEmbeddingPorts(join(folder, `${name}.cache`));
  opened.push(ports);
  return ports;
}
const ports = (name = `cache-${number}`) => ({ ...openPorts(name), ...(encoder && { sentenceEncoder: encoder }) });

const generated = smallDataset();
/** A few videos with only these titles. */
function titled(texts: readonly string[] = titles): Dataset {
  const { items, ...dataset } = generated;
  const count = texts.length;
  return {
    ...dataset,
    items: {
      ...items,
      ids: { size: count, ids: texts.map((_, i) => `v${i}`) } as unknown as Dataset['items']['ids'],
      titles: [...texts],
      descriptions: texts.map(() => ''),
      tags: texts.map(() => []),
      categories: { labels: [], offsets: new Int32Array(count + 1), codes: new Int32Array(0) },
    },
  };
}

const settings = (more: object = {}, texts: readonly string[] = titles) => ({
  provider: 'onnx',
  params: { path: place, fields: ['title'], ...more },
  seed: 1,
  fitItems: new Uint8Array(texts.length).fill(1),
  latestTimestampMs: NaN,
});
const embed = (more: object = {}, texts: readonly string[] = titles, given = ports(), context = {}) =>
  embedItems(titled(texts), settings(more, texts), given, context);

/** What the model gives for these tokens, computed here. */
function expected(tokens: readonly string[], pooling = 'mean', isUnit = true): number[] {
  const all = ['[CLS]', ...tokens, '[SEP]'];
  const chosen = pooling === 'mean' ? all : pooling === 'cls' ? all.slice(0, 1) : all.slice(-1);
  const mean = Array.from(
    { length: tiny.dimensions },
    (_, d) => chosen.reduce((sum, token) => sum + (tiny.row(token)[d] ?? NaN), 0) / chosen.length,
  );
  const length = isUnit ? Math.hypot(...mean) : 1;
  return mean.map((value) => value / length);
}
const closeTo = (vector: ArrayLike<number> | undefined, wanted: readonly number[]): void => {
  expect(vector).toHaveLength(wanted.length);
  wanted.forEach((value, d) => expect(vector?.[d]).toBeCloseTo(value, 5));
};
const row = (vectors: Float32Array, item: number, dimensions = 4) => vectors.subarray(item * dimensions, (item + 1) * dimensions);

describe.runIf(areInstalled)(
  `a model in a folder${skipReason(areInstalled ? undefined : 'the packages for ONNX models are not installed')}`,
  () => {
    it('embeds every text as the mean of its tokens, whatever texts of other lengths are in its batch', async () => {
      const { embeddings, state } = await embed();
      closeTo(row(embeddings.vectors, 0), expected(['rocket', 'orbit']));
      closeTo(row(embeddings.vectors, 1), expected(['pasta']));
      closeTo(row(embeddings.vectors, 2), expected(['oven', 'pasta', 'pasta', 'rocket', 'orbit']));
      closeTo(row(embeddings.vectors, 3), [0, 0, 0, 0]);
      closeTo(row(embeddings.vectors, 4), expected(['[UNK]']));
      expect(embeddings).toMatchObject({ provider: 'onnx', model: `model-${number - 1}`, normalized: true });
      expect(state.notes?.[0]).toBe('onnx/model.onnx, mean pooling, at most 32 tokens');
    });

    it.each(['cls', 'last-token'])('takes the %s vector where it is told so', async (pooling) => {
      const { embeddings } = await embed({ pooling });
      closeTo(row(embeddings.vectors, 1), expected(['pasta'], pooling));
      closeTo(row(embeddings.vectors, 2), expected(['oven'], pooling));
    });

    it('a text without tokens has no direction, and leaves the others of its batch as they are', async () => {
      const path = join(place, 'tokenizer.json');
      const tokenizer = JSON.parse(readFileSync(path, 'utf8')) as object;
      writeFileSync(path, JSON.stringify({ ...tokenizer, post_processor: null }));
      const withoutTokens = '\u0007';
      for (const pooling of ['mean', 'cls', 'last-token']) {
        const { embeddings } = await embed({ pooling, batchTexts: 2 }, ['rocket', withoutTokens, withoutTokens, withoutTokens, 'pasta']);
        const own = ['rocket', 'pasta'].map((token) => Array.from(tiny.row(token), (value) => value / Math.hypot(...tiny.row(token))));
        closeTo(row(embeddings.vectors, 0), own[0]);
        for (const item of [1, 2, 3]) closeTo(row(embeddings.vectors, item), [0, 0, 0, 0]);
        closeTo(row(embeddings.vectors, 4), own[1]);
      }
    });

    it('stops reading a model’s file for its hash when cancelled', async () => {
      const model = { path: place, pooling: 'auto' as const };
      await expect(encoder?.find(model, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(await encoder?.find(model)).toMatchObject({ file: 'onnx/model.onnx' });
    });

    it('pools as the folder says where nothing else is set', async () => {
      mkdirSync(join(place, '1_Pooling'));
      writeFileSync(join(place, '1_Pooling/config.json'), JSON.stringify({ pooling_mode_cls_token: true }));
      const { embeddings, state } = await embed();
      closeTo(row(embeddings.vectors, 1), expected(['pasta'], 'cls'));
      expect(state.notes?.[0]).toContain('cls pooling');
    });

    it('keeps the length of vectors, and only the first dimensions, where it is told so', async () => {
      const { embeddings } = await embed({ normalize: false, dimensions: 3 });
      closeTo(row(embeddings.vectors, 1, 3), expected(['pasta'], 'mean', false).slice(0, 3));
      expect(embeddings).toMatchObject({ normalized: false, dimensions: 3 });
    });

    it('puts the prefixes before videos and queries, and embeds later videos and queries by the same model', async () => {
      const given = ports();
      const { embeddings, embedQuery, state } = await embed({ queryPrefix: 'query: ', passagePrefix: 'passage: ' }, titles, given);
      closeTo(row(embeddings.vectors, 1), expected(['passage', ':', 'pasta']));
      closeTo(await embedQuery?.('pasta'), expected(['query', ':', 'pasta']));
      closeTo(await restoreItemEmbedder(state, given)?.(titled(), 0), expected(['passage', ':', 'rocket', 'orbit']));
      closeTo(await embedQuery?.('  '), [0, 0, 0, 0]);
    });

    it('cuts a text that is too long after its first tokens, keeps the special ones, and counts it', async () => {
      const { embeddings, usage, state } = await embed({ maxTokens: 5 });
      closeTo(row(embeddings.vectors, 2), expected(['oven', 'pasta', 'pasta']));
      expect(usage?.cutTexts).toBe(1);
      expect(state.notes?.[1]).toContain('1 texts are longer than the model reads');
    });

    it('reads vectors from the cache the second time, also for other lengths of vectors', async () => {
      const first = await embed({}, titles, ports('again'));
      await opened.at(-1)?.close();
      const again = await embed({ dimensions: 2 }, titles, ports('again'));
      expect(first.usage).toMatchObject({ requestedTexts: 4, cachedTexts: 0, priceUsd: 0 });
      expect(again.usage).toMatchObject({ requestedTexts: 0, cachedTexts: 4 });
      expect(again.embeddings.dimensions).toBe(2);
      await opened.at(-1)?.close();
      const alone = await embed({ batchTexts: 1 }, titles, ports('again'));
      expect(alone.usage).toMatchObject({ requestedTexts: 4, cachedTexts: 0 });
    });

    it('reports progress, stops between batches when cancelled, and resumes from the cache', async () => {
      const many = Array.from({ length: 12 }, (_, i) => `pasta ${'rocket '.repeat(i)}`.trim());
      const stop = new AbortController();
      const seen: number[] = [];
      const report = (fraction: number): void => {
        seen.push(fraction);
        if (fraction > 0.2) stop.abort();
      };
      const given = ports();
      await expect(embed({ batchTexts: 2 }, many, given, { signal: stop.signal, report })).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(seen.some((fraction) => fraction > 0 && fraction < 1)).toBe(true);
      const { usage } = await embed({ batchTexts: 2 }, many, given);
      expect(usage?.cachedTexts).toBeGreaterThanOrEqual(4);
      expect((usage?.requestedTexts ?? 0) + (usage?.cachedTexts ?? 0)).toBe(12);
    });
  },
);

describe.runIf(areInstalled)(
  `a model that was replaced${skipReason(areInstalled ? undefined : 'the packages for ONNX models are not installed')}`,
  () => {
    it('is refused for queries against the vectors of the one before, and makes the next build embed again', async () => {
      const given = ports();
      const { embedQuery, state } = await embed({}, titles, given);
      const { params } = settings();
      expect(await isCurrent(state, { provider: 'onnx', params }, given)).toBe(true);
      writeTinyEncoder(place, words, 4, 2.5);
      expect(await isCurrent(state, { provider: 'onnx', params }, given)).toBe(false);
      await expect(embedQuery?.('pasta')).rejects.toThrow(/is not the one that the videos were embedded with/);
      const { embeddings } = await embed({}, titles, given);
      tiny = writeTinyEncoder(place, words, 4, 2.5);
      closeTo(row(embeddings.vectors, 1), expected(['pasta']));
    });

    it('leaves the vectors in use where its folder is gone', async () => {
      const given = ports();
      const { state } = await embed({}, titles, given);
      const { params } = settings();
      rmSync(place, { recursive: true });
      expect(await isCurrent(state, { provider: 'onnx', params }, given)).toBe(true);
    });
  },
);

describe.runIf(areInstalled)(
  `a folder that cannot be used is refused with what is wrong, where, and what to do${skipReason(areInstalled ? undefined : 'the packages for ONNX models are not installed')}`,
  () => {
    const refused = async (error: object, more: object = {}): Promise<void> => {
      await expect(embed(more)).rejects.toMatchObject(error);
    };
    const details = (remedy: RegExp): object => ({ remedy: expect.stringMatching(remedy) as string });
    const message = (text: RegExp): string => expect.stringMatching(text) as string;

    it('no folder', () =>
      refused(
        { code: 'NOT_FOUND', message: message(/no folder .*nowhere/), details: details(/Name a folder/) },
        { path: join(place, 'nowhere') },
      ));

    it('no tokenizer', async () => {
      rmSync(join(place, 'tokenizer.json'));
      await refused({ code: 'NOT_FOUND', message: message(/has no tokenizer\.json/), details: details(/Copy the tokenizer\.json/) });
    });

    it('no model of the usual name, with those that it has', async () => {
      renameSync(join(place, 'onnx/model.onnx'), join(place, 'onnx/model_q8.onnx'));
      await refused({
        code: 'NOT_FOUND',
        message: message(/has no model onnx\/model\.onnx or model\.onnx/),
        details: details(/It has onnx\/model_q8\.onnx/),
      });
      const { embeddings } = await embed({ file: 'onnx/model_q8.onnx' });
      closeTo(row(embeddings.vectors, 1), expected(['pasta']));
    });

    it('a damaged model', async () => {
      const path = join(place, 'onnx/model.onnx');
      writeFileSync(path, readFileSync(path).subarray(0, 60));
      await refused({
        code: 'PROVIDER_FAILED',
        message: message(/model\.onnx cannot be loaded as an ONNX model/),
        details: details(/Export the model again/),
      });
    });

    it('a damaged tokenizer', async () => {
      writeFileSync(join(place, 'tokenizer.json'), '{"version"');
      await refused({ code: 'PROVIDER_FAILED', message: message(/tokenizer\.json cannot be read as a tokenizer/) });
    });

    it('a tokenizer of another model, whose tokens the model does not have', async () => {
      const other = join(place, 'other');
      writeTinyEncoder(other, [...words, ...Array.from({ length: 40 }, (_, i) => `more${i}`), 'zebra']);
      writeFileSync(join(place, 'tokenizer.json'), readFileSync(join(other, 'tokenizer.json')));
      await refused({ code: 'PROVIDER_FAILED', message: message(/do they belong together/) });
    });

    it('more dimensions than the model has', () =>
      refused({ code: 'INVALID_ARGUMENT', message: message(/has 4 dimensions, not 9/), details: details(/at most 4/) }, { dimensions: 9 }));
  },
);

describe('the packages', () => {
  it('that are not installed are named with the line that installs them', () => {
    const elsewhere = pathToFileURL(join(folder, 'program.js')).href;
    expect(() => requireOnnxPackages(elsewhere)).toThrow(/need onnxruntime-node and @huggingface\/tokenizers, which are not installed/);
    expect(() => requireOnnxPackages(elsewhere)).toThrowError(
      expect.objectContaining({ details: expect.objectContaining({ remedy: `Install with: ${installOnnx}` }) }),
    );
    if (areInstalled) expect(() => requireOnnxPackages()).not.toThrow();
  });

  it('doctor names the versions that are installed, and warns of others than those that were tested', () => {
    const elsewhere = join(folder, 'elsewhere');
    for (const { name, version } of onnxPackages) {
      const place = join(elsewhere, 'node_modules', name);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'index.js'), '');
      writeFileSync(
        join(place, 'package.json'),
        JSON.stringify({ name, version: name === 'onnxruntime-node' ? '1.2.3' : version, main: 'index.js' }),
      );
    }
    const from = pathToFileURL(join(elsewhere, 'program.js')).href;
    expect(onnxCheck(from)).toMatchObject({
      status: 'warning',
      detail: 'onnxruntime-node 1.2.3, @huggingface/tokenizers 0.2.0; tested with onnxruntime-node 1.30.0',
      remedy: installOnnx,
    });
    if (areInstalled) expect(onnxCheck()).toMatchObject({ status: 'ok', remedy: null });
  });

  it('are named in the versions of package.json', () => {
    const manifest = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as { optionalDependencies: Record<string, string> };
    for (const { name, version } of onnxPackages) expect(manifest.optionalDependencies[name]).toBe(version);
  });
});
