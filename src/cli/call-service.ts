import { RankLabError } from '#shared/errors';
import type { Job } from '#shared/schemas/job';

const pollMs = 200;

/** Starts a job of a running service and waits for its result. The token comes from RANKLAB_TOKEN: arguments can be read by others. */
export async function callService(url: string, path: string, body: unknown): Promise<unknown> {
  const { jobId } = (await request(url, path, body)) as { jobId: string };
  for (;;) {
    const job = (await request(url, `/jobs/${jobId}`)) as Job;
    if (job.status === 'succeeded') return job.result;
    if (job.status !== 'queued' && job.status !== 'running') {
      const { message = `The job was ${job.status}`, place, remedy } = job.error ?? {};
      throw new RankLabError('IO_FAILED', message, { ...(place !== undefined && { place }), ...(remedy !== undefined && { remedy }) });
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function request(url: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${process.env['RANKLAB_TOKEN'] ?? ''}`, 'content-type': 'application/json' };
  let answer: Response;
  try {
    answer = await fetch(new URL(path, url), {
      headers,
      redirect: 'error',
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new RankLabError(
      'SERVICE_GONE',
      `No service answers at ${url}`,
      { place: url, remedy: 'Check the address, and that “ranklab serve” runs.' },
      { cause },
    );
  }
  const content = (await answer.json().catch(() => ({}))) as { detail?: string; remedy?: string };
  if (answer.ok) return content;
  const remedy = answer.status === 401 ? 'Give the service’s token in RANKLAB_TOKEN.' : content.remedy;
  throw new RankLabError('IO_FAILED', `The service refuses: ${content.detail ?? answer.status}`, {
    place: url,
    ...(remedy !== undefined && { remedy }),
  });
}
