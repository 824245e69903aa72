/** Node loads this first (`--import`): from then on `electron` means the stand-in. */
import { register } from 'node:module';

register(new URL('./resolve.js', import.meta.url));
