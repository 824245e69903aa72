#!/usr/bin/env node
import { ensureBuilt } from './ensure-built.mjs';

await ensureBuilt('node');
await import('../out/node/cli.js');
