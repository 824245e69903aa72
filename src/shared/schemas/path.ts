import { z } from 'zod';

/** What every system takes: longer ones are refused by name here, not by an error of the disk. */
const longestPath = 4_096;
const longestName = 255;

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** A file or folder on the machine of the service. */
export const pathSchema = z
  .string()
  .min(1)
  .max(longestPath)
  .refine((path) => !path.includes('\0'), { message: 'A path holds no NUL character' })
  .refine((path) => path.split(/[\\/]/).every((name) => bytes(name) <= longestName), {
    message: `A name in a path has at most ${longestName} bytes`,
  });
