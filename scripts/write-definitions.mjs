#!/usr/bin/env node
/** Writes docs/definitions.md from the registries of metrics and fusion methods. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleTypeScript } from './run-typescript.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { definitionsPage } = await import(pathToFileURL(await bundleTypeScript('src/engine/pipeline/definitions-page.ts')).href);
writeFileSync(join(root, 'docs', 'definitions.md'), definitionsPage());
