import { isRankLabError } from '#shared/errors';
import type { AttachmentCheck } from '#shared/schemas/index-engine';

/** Runs one comparison; `detail` says what it found. */
export type Step = <Value extends { readonly detail: string }>(name: AttachmentCheck['name'], work: () => Promise<Value>) => Promise<Value>;

export const unreported: Step = (_, work) => work();

/** The comparisons of `inspect`, up to the first that fails, with what they found. @throws UNAVAILABLE and other failures of the server. */
export async function reportSteps(
  inspect: (step: Step) => Promise<unknown>,
): Promise<{ readonly checks: readonly AttachmentCheck[]; readonly remedy: string | null }> {
  const checks: AttachmentCheck[] = [];
  const step: Step = async (name, work) => {
    try {
      const value = await work();
      checks.push({ name, passed: true, detail: value.detail });
      return value;
    } catch (error) {
      if (isRankLabError(error) && isDifference(error.code)) checks.push({ name, passed: false, detail: error.message });
      throw error;
    }
  };
  try {
    await inspect(step);
    return { checks, remedy: null };
  } catch (error) {
    if (!isRankLabError(error) || !isDifference(error.code)) throw error;
    return { checks, remedy: error.details.remedy ?? null };
  }
}

const isDifference = (code: string): boolean => code === 'CONFLICT' || code === 'NOT_FOUND';
