#!/usr/bin/env node
import { ensureBuilt } from './ensure-built.mjs';

await ensureBuilt('node');
if (process.argv[2] === 'serve') await ensureBuilt('app');
await import('../out/node/cli.js');
