import { isRankLabError } from '#shared/errors';

/** A damaged artifact can be made again from the data, so here it counts as absent; opening it directly names it. */
export async function undefinedWhenCorrupt<Value>(reading: Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isRankLabError(error) && error.code === 'CORRUPT_ARTIFACT') return undefined;
    throw error;
  }
}
