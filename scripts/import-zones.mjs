/**
 * The import rules of docs/architecture.md as data for the linter. A zone forbids files under `target` to import from `from`,
 * except `except` (relative to `from`).
 */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const stages = ['dataset', 'embeddings', 'factors', 'ann', 'candidates', 'rerank', 'runs', 'evaluate', 'report', 'ranker-export'];
const zone = (target, from, except, message) => ({ target, from, ...(except && { except }), message });

/**
 * Rooms of the service from the lowest to the highest. A room imports the ones below it; rooms on one line do not import
 * each other. `workspace-context.ts` is all that models, experiments and lists see of an open workspace.
 */
export const serviceRooms = [
  ['storage/files'],
  ['storage/log', 'storage/ledger'],
  ['storage/tables'],
  ['jobs'],
  ['ann', 'embeddings', 'import', 'export', 'online', 'schedules'],
  ['runs', 'signals'],
  ['workspace/workspace-context.ts'],
  ['models'],
  ['experiments'],
  ['recommend'],
  ['context.ts'],
  ['workspace'],
];
/** Files beside the rooms that every room may import. */
const serviceBasics = [
  'errors.ts',
  'available-memory.ts',
  'system-failures.ts',
  'descriptor-limit.ts',
  'logger.ts',
  'secrets.ts',
  'version.ts',
  'bundle-files.ts',
  'platform-hash.ts',
];
/** Transports may use the handlers' context but not the rooms behind it. */
export const serviceDoors = {
  rpc: ['context.ts'],
  http: ['context.ts', 'rpc'],
  agents: ['rpc'],
  handlers: ['rpc', 'agents', ...serviceRooms.flat()],
};

/** Layers of the interface from the lowest to the highest; pages come after them and do not import each other. */
export const rendererLayers = ['logic', 'stores', 'api', 'components', 'charts'];
const pages = readdirSync(resolve(import.meta.dirname, '../src/renderer/pages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `pages/${name}`);

const inside = (folder, part, others, message) =>
  zone(
    `./${folder}/${part}`,
    `./${folder}`,
    [part, ...others].map((path) => `./${path}`),
    message,
  );

const serviceZones = [
  ...serviceRooms.flatMap((line, floor) =>
    line
      .filter((room) => !room.endsWith('.ts'))
      .map((room) =>
        inside('src/service', room, [...serviceBasics, ...serviceRooms.slice(0, floor).flat()], `${room} imports only the rooms below it`),
      ),
  ),
  ...Object.entries(serviceDoors).map(([room, others]) =>
    inside(
      'src/service',
      room,
      [...serviceBasics, ...others],
      `${room} imports ${others.length > 2 ? 'the rooms behind it' : others.join(', ')}`,
    ),
  ),
];

const rendererZones = [
  ...rendererLayers.map((layer, floor) =>
    inside('src/renderer', layer, rendererLayers.slice(0, floor), `${layer} imports only the layers below it, never a page`),
  ),
  ...pages.map((page) => inside('src/renderer', page, rendererLayers, 'a page never imports another page')),
];

export const importZones = [
  zone('./src/shared', './src', ['./shared'], 'shared imports nothing of ours'),
  zone('./src/shared', './native', undefined, 'shared imports nothing of ours'),
  zone('./src/engine', './src', ['./engine', './shared'], 'the engine knows only itself and shared'),
  zone('./src/engine', './native', undefined, 'the engine reaches FAISS through its backend port'),
  ...['core', 'model'].map((layer) =>
    zone(`./src/engine/${layer}`, './src/engine', ['./core', './model', './ports.ts'], 'core and model are the ground floor'),
  ),
  ...stages.map((stage) =>
    zone(
      `./src/engine/${stage}`,
      './src/engine',
      ['./core', './model', './ports.ts', `./${stage}`],
      'a stage never imports another stage: pass data through model, combine in pipeline',
    ),
  ),
  zone('./src/service', './src', ['./service', './engine', './shared'], 'the service imports engine, shared and native'),
  zone('./src/cli', './src', ['./cli', './service', './engine', './shared'], 'the command line imports service, engine and shared'),
  zone('./src/library', './src', ['./library', './service', './engine', './shared'], 'the library imports service, engine and shared'),
  ...['main', 'preload', 'renderer'].map((process) =>
    zone(`./src/${process}`, './src', [`./${process}`, './shared'], `${process} imports only shared`),
  ),
  ...['main', 'preload', 'renderer'].map((process) => zone(`./src/${process}`, './native', undefined, `${process} imports only shared`)),
  ...serviceZones,
  ...rendererZones,
  zone('./native', './src', ['./shared'], 'native imports only shared'),
  zone('./src', './test', undefined, 'nothing imports test'),
  zone('./src', './bench', undefined, 'nothing imports bench'),
];
