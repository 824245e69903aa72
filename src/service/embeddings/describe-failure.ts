import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { EmbedRequest } from '#engine/embeddings/port';
import { RankLabError } from '#shared/errors';
import { withoutSecrets } from '../secrets';

/** fetch reports a connection that broke during reading like this. */
export const isBrokenAnswer = (error: unknown): boolean => error instanceof TypeError && error.message === 'terminated';

const resume = 'Texts embedded so far are cached: try again to resume';

/** A failure as a message for people, with the server's own sentence, in which secrets are redacted. */
export function describeFailure(error: unknown, { model, baseUrl }: EmbedRequest, timeoutMs: number, sentence: string): RankLabError {
  const place = baseUrl ?? 'OpenAI';
  const failed = (message: string, remedy: string): RankLabError =>
    new RankLabError('PROVIDER_FAILED', message, { place, value: model, remedy });
  if (error instanceof RankLabError) return error;
  if (error instanceof APIConnectionTimeoutError)
    return failed(`The embedding service did not answer within ${timeoutMs / 1000} s`, resume);
  if (error instanceof APIConnectionError || isBrokenAnswer(error))
    return failed(`The embedding service cannot be reached at ${place}`, `Check the address and the network. ${resume}`);
  if (error instanceof APIError) {
    const { said, remedy } = refused(error, model);
    return failed(`${said}${sentence === '' ? '' : `: “${sentence}”`}`, remedy);
  }
  return failed(`The embedding service’s answer cannot be read: ${withoutSecrets(String(error)).slice(0, 300)}`, resume);
}

function refused(error: Pick<APIError, 'code'> & { readonly status?: unknown }, model: string): { said: string; remedy: string } {
  const { status } = error;
  if (status === 401 || status === 403)
    return { said: 'The embedding service refused the key', remedy: 'Check the key in Settings or in OPENAI_API_KEY' };
  if (status === 404) {
    return {
      said: `The embedding service does not have the model “${model}”, or the address is wrong`,
      remedy: 'Check the model and the base URL',
    };
  }
  if (error.code === 'insufficient_quota')
    return { said: 'The account’s quota is used up', remedy: `Check the plan and billing. ${resume}` };
  if (status === 429)
    return { said: 'The embedding service keeps limiting the request rate', remedy: `Lower the concurrency or wait. ${resume}` };
  return { said: `The embedding service failed${typeof status === 'number' ? ` with status ${status}` : ''}`, remedy: resume };
}
