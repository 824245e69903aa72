#!/usr/bin/env node
/** Writes the generated parts of the Python client from the OpenAPI document: every operation, and its reference. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleTypeScript } from './run-typescript.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { contractDocument } = await import(pathToFileURL(await bundleTypeScript('src/service/http/contract-document.ts')).href);
const { pythonOperations, pythonReference } = await import('./python-client.mjs');
const document = await contractDocument();
writeFileSync(join(root, 'clients/python/src/ranklab/_operations.py'), pythonOperations(document));
writeFileSync(join(root, 'clients/python/REFERENCE.md'), pythonReference(document));
