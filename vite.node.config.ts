import { defineConfig } from 'vite';
import { resolve } from 'node:path';

const source = (path: string): string => resolve(import.meta.dirname, 'src', path);

/** The service, its workers and the command line: everything that runs in Node, under Electron or without. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out/node',
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: {
        cli: source('cli/main.ts'),
        encoder: source('service/embeddings/onnx/encoder-thread.ts'),
        library: source('library/index.ts'),
        service: source('service/entry.ts'),
        worker: source('service/jobs/worker.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  // Bundling small dependencies makes the command line start in a fraction of the time; natives stay outside.
  ssr: {
    noExternal: true,
    external: [
      '@modelcontextprotocol/sdk',
      '@duckdb/node-bindings',
      'faiss-node',
      'fastify',
      '@fastify/static',
      'pino',
      'prom-client',
      'swagger-ui-dist',
      'openai',
      'node-sqlite3-wasm',
      'pg',
      'pg-cursor',
      'highs',
      'onnxruntime-node',
      '@huggingface/tokenizers',
    ],
  },
});
