import { RankLabError } from '#shared/errors';

/** Maximum size of a response, after decompression. */
interface AnswerLimits {
  readonly bytes: number;
  /** Name of the service in messages. */
  readonly place: string;
  /** What it is called, and what a request to it carries, where that is not an embedding service with texts and a key. */
  readonly service?: string;
  readonly carries?: string;
  /** Where the answer is too long. */
  readonly remedy?: string;
  /** Hears the beginning of the body of an answer that is an error. */
  readonly onError?: (body: string) => void;
}

const kibibyte = 1_024;
/** No known embedding model has longer vectors. */
const maxDimensions = 16_384;
/** A number as JSON: 17 digits, sign, point, exponent, comma, white space. */
const bytesPerNumber = 32;
const bytesPerVector = kibibyte;
/** An error answers in words. */
const longestError = 256 * kibibyte;
const maxRedirects = 3;

/** Maximum size of a batch response; with `dimensions`, allows for a service that ignores them, up to twice the length. */
export const answerBytes = (texts: number, dimensions: number | undefined): number =>
  64 * kibibyte + texts * (bytesPerVector + Math.min(maxDimensions, (dimensions ?? maxDimensions) * 2) * bytesPerNumber);

/**
 * `fetch` for an untrusted service: the response is read in pieces up to a limit, and redirects are followed only within the same origin, because the
 * request carries the texts and the key.
 */
export function limitedFetch(limits: AnswerLimits): typeof fetch {
  return async (input, init) => {
    let address = new URL(input instanceof Request ? input.url : input);
    for (let redirects = 0; ; redirects++) {
      const response = await fetch(address, { ...init, redirect: 'manual' });
      const target = redirectOf(response, address);
      if (target === undefined) return withLimit(response, limits);
      await response.body?.cancel();
      if (target.origin !== address.origin) throw elsewhere(address, target, limits);
      if (redirects >= maxRedirects) throw failed(`The ${nameOf(limits)} keeps redirecting`, limits, 'Check the address');
      address = target;
    }
  };
}

const nameOf = ({ service = 'embedding service' }: AnswerLimits): string => service;

const failed = (message: string, { place }: AnswerLimits, remedy: string): RankLabError =>
  new RankLabError('PROVIDER_FAILED', message, { place, remedy });

const elsewhere = (from: URL, to: URL, limits: AnswerLimits): RankLabError =>
  failed(
    `The ${nameOf(limits)} at ${from.origin} redirects to ${to.origin}; ${limits.carries ?? 'texts and key'} are not sent there`,
    limits,
    'Set the address to the intended service',
  );

/** Target of a redirect that repeats the same request. APIs do not use redirects that change the method (301 to 303). */
function redirectOf({ status, headers }: Response, from: URL): URL | undefined {
  const location = headers.get('location');
  if (status < 300 || status > 399 || location === null || !URL.canParse(location, from.href)) return undefined;
  return new URL(location, from);
}

async function withLimit(response: Response, limits: AnswerLimits): Promise<Response> {
  if (response.body === null) return response;
  const { ok, status, statusText, headers } = response;
  if (ok) return new Response(response.body.pipeThrough(limitBytes(limits)), { status, statusText, headers });
  const text = await new Response(response.body.pipeThrough(cutAt(longestError))).text();
  limits.onError?.(text);
  return new Response(text, { status, statusText, headers });
}

type Bytes = Uint8Array<ArrayBuffer>;

function limitBytes(limits: AnswerLimits): TransformStream<Bytes, Bytes> {
  const most = limits.bytes.toLocaleString('en');
  const message = `The ${nameOf(limits)} answers with more than the ${most} bytes that this request can need`;
  let received = 0;
  return new TransformStream({
    transform(chunk, controller) {
      received += chunk.byteLength;
      if (received <= limits.bytes) controller.enqueue(chunk);
      else controller.error(failed(message, limits, limits.remedy ?? 'Check that the base URL is an OpenAI-compatible API'));
    },
  });
}

/** The beginning contains the error; the rest is not read. */
function cutAt(bytes: number): TransformStream<Bytes, Bytes> {
  let received = 0;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, bytes - received));
      received += chunk.byteLength;
      if (received >= bytes) controller.terminate();
    },
  });
}
