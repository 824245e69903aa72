import { z } from 'zod';

const length = z.int().min(1).max(1_000).optional();

/** How long a list is to be, by either of the names that the field has for it. Read it with `listLengthOf`. */
export const listLengthFields = {
  limit: length.describe('How many videos, 10 unless given; `top_k` is the same'),
  top_k: length.describe('How many videos, 10 unless given; `limit` is the same'),
};

type ListLength = Partial<Record<keyof typeof listLengthFields, number | undefined>>;

/** Both names may be given when they agree. */
export const hasOneLength = ({ limit, top_k: topK }: ListLength): boolean => limit === undefined || topK === undefined || limit === topK;
export const oneLengthRule = { message: 'limit and top_k are the same thing: give one of them', path: ['top_k'] };

export const listLengthOf = ({ limit, top_k: topK }: ListLength): number => limit ?? topK ?? 10;
