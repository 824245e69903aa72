import { z } from 'zod';
import { variantSchema } from '../schemas/variant';
import { nothing, procedure } from './base';

const name = variantSchema.shape.name;

/** Ranking variants of the workspace, kept by name. `default` always exists and answers requests that name none. */
export const variantContract = {
  list: procedure
    .route({ method: 'GET', path: '/variants', summary: 'All stored variants, the default first' })
    .output(z.array(variantSchema)),
  get: procedure
    .route({ method: 'GET', path: '/variants/{name}', summary: 'One stored variant' })
    .input(z.object({ name }))
    .output(variantSchema),
  /** Stores it under its name, replacing a variant of that name. */
  save: procedure
    .route({ method: 'PUT', path: '/variants/{name}', summary: 'Store a variant under a name' })
    .input(variantSchema)
    .output(variantSchema),
  /** Removing `default` restores the built-in settings. */
  remove: procedure
    .route({ method: 'DELETE', path: '/variants/{name}', summary: 'Remove a stored variant; the default gets its built-in settings back' })
    .input(z.object({ name }))
    .output(nothing),
};
