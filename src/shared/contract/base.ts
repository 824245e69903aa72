import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorCatalogue, type ErrorCode } from '../errors';

const detailsSchema = z.object({
  place: z.string().optional(),
  value: z.string().optional(),
  remedy: z.string().optional(),
  file: z.string().optional(),
});
type ErrorItem = { status: number; data: typeof detailsSchema };

/** Every procedure may fail with every code of the catalogue; the data is always ErrorDetails. */
export const errors = Object.fromEntries(
  Object.entries(errorCatalogue).map(([code, { status }]) => [code, { status, data: detailsSchema }]),
) as Record<ErrorCode, ErrorItem>;

export const procedure = oc.errors(errors);
export const nothing = z.void();
export const page = <Row extends z.ZodType>(row: Row) => z.object({ total: z.int(), rows: z.array(row) });
export const startedJob = z.object({ jobId: z.string() });
