import { z } from 'zod';

/** How a text format's files can be compressed; the import reads both. */
export const compressionParam = z
  .enum(['none', 'gzip', 'zstd'])
  .default('none')
  .describe('Compressed files end in .gz or .zst; the import reads them as they are');
export type Compression = 'gzip' | 'zstd';

/** The name and compression of a file. */
export function compressedFile(name: string, compression: z.infer<typeof compressionParam>): { name: string; compression?: Compression } {
  if (compression === 'none') return { name };
  return { name: `${name}${compression === 'gzip' ? '.gz' : '.zst'}`, compression };
}
