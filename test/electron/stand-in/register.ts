/** Loaded first by Node (`--import`): makes `electron` resolve to the stand-in. */
import { register } from 'node:module';

register(new URL('./resolve.js', import.meta.url));
