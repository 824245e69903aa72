/**
 * Who may import whom: the dependency rules of docs/architecture.md as data for the linter. A zone forbids files
 * under `target` to import anything under `from`, but for `except` (relative to `from`).
 */
const stages = ['dataset', 'embeddings', 'factors', 'ann', 'candidates', 'rerank', 'evaluate', 'report'];
const zone = (target, from, except, message) => ({ target, from, ...(except && { except }), message });

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
  ...['main', 'preload', 'renderer'].map((process) =>
    zone(`./src/${process}`, './src', [`./${process}`, './shared'], `${process} imports only shared`),
  ),
  ...['main', 'preload', 'renderer'].map((process) => zone(`./src/${process}`, './native', undefined, `${process} imports only shared`)),
  zone('./native', './src', ['./shared'], 'native imports only shared'),
  zone('./src', './test', undefined, 'nothing imports test'),
  zone('./src', './bench', undefined, 'nothing imports bench'),
];
