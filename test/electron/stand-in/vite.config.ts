import { defineConfig } from 'vite';
import { resolve } from 'node:path';

const source = (name: string): string => resolve(import.meta.dirname, `${name}.ts`);

/** Not minified, because parts of it are sent to the page as source text. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: resolve(import.meta.dirname, '../../../out/stand-in'),
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: {
        electron: source('electron'),
        register: source('register'),
        resolve: source('resolve'),
        'service-host': source('service-host'),
      },
      output: { format: 'es', entryFileNames: '[name].js' },
      external: ['@playwright/test'],
    },
  },
});
