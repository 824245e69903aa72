import { z } from 'zod';

/** Of entries without parameters. */
export const noParams = z.strictObject({});
