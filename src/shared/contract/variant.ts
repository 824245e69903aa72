import { z } from 'zod';
import { variantSchema } from '../schemas/variant';
import { nothing, procedure } from './base';

const name = variantSchema.shape.name;

/** Ranking variants of the workspace, kept by name. `default` is always among them: what answers when none is named. */
export const variantContract = {
  list: procedure
    .route({ method: 'GET', path: '/variants', summary: 'All stored variants, the default first' })
    .output(z.array(variantSchema)),
  get: procedure.route({ method: 'GET', path: '/variants/{name}' }).input(z.object({ name })).output(variantSchema),
  /** Stores it under its name, in place of what had that name. */
  save: procedure
    .route({ method: 'PUT', path: '/variants/{name}', summary: 'Store a variant under a name' })
    .input(variantSchema)
    .output(variantSchema),
  /** Removing `default` brings back the settings it came with. */
  remove: procedure.route({ method: 'DELETE', path: '/variants/{name}' }).input(z.object({ name })).output(nothing),
};
