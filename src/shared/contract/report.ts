import { z } from 'zod';
import { experimentConfigSchema } from '../schemas/experiment';
import { procedure } from './base';

export const exportedFileSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  content: z.string(),
  /** `content` is base64 of bytes; absent: text. */
  encoding: z.literal('base64').optional(),
});
export type ExportedFile = z.infer<typeof exportedFileSchema>;

export const reportContract = {
  /** The files of a configuration (run now) or a saved experiment, in the chosen formats. */
  export: procedure
    .route({ method: 'POST', path: '/export' })
    .input(
      z.object({
        source: z.union([z.object({ experimentId: z.string() }), z.object({ config: experimentConfigSchema })]),
        formats: z.array(z.string()).min(1),
      }),
    )
    .output(z.object({ files: z.array(exportedFileSchema), savedTo: z.string().nullable() })),
};
