#!/usr/bin/env node
/** Writes docs/definitions.md from the registry of metrics. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleTypeScript } from './run-typescript.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { renderDefinitions } = await import(pathToFileURL(await bundleTypeScript('src/engine/evaluate/metrics/definitions.ts')).href);
writeFileSync(join(root, 'docs', 'definitions.md'), renderDefinitions());
