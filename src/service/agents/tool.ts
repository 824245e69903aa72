import type { z } from 'zod';
import type { RankLabClient } from '#shared/contract/index';
import type { Job } from '#shared/schemas/job';
import { RankLabError } from '#shared/errors';
import { errorFromPayload } from '../errors';

/** Dependencies of a tool. */
export interface ToolCall {
  /** The contract, in this process or over HTTP. */
  readonly client: RankLabClient;
  /** The agent's name. */
  readonly agent: string;
  readonly signal: AbortSignal;
  /** `fraction` in [0, 1]. */
  readonly progress: (fraction: number, detail: string) => void;
}

/** One tool of the MCP server. `run` returns JSON-compatible values; its errors are typed. */
export interface AgentTool<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Shape;
  /** `looks`: counted in the ledger of looks at the test part. `edits`: changes the workspace; offered only if allowed. */
  readonly effect: 'reads' | 'looks' | 'edits';
  run(input: z.infer<z.ZodObject<Shape>>, call: ToolCall): Promise<unknown>;
}

export const defineTool = <Shape extends z.ZodRawShape>(tool: AgentTool<Shape>): AgentTool => tool;

/** Waits for a job, reporting its progress; an aborted call cancels it. @throws the job's error. */
export async function jobResult<Result>({ jobId }: { jobId: string }, { client, signal, progress }: ToolCall): Promise<Result> {
  const cancel = (): void => void client.job.cancel({ id: jobId }).catch(() => undefined);
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    let job: Job | undefined;
    for await (const state of await client.job.watch({ id: jobId })) {
      job = state;
      progress(state.fraction, state.detail);
    }
    if (job?.status === 'succeeded') return job.result as Result;
    throw failureOf(job);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function failureOf(job: Job | undefined): RankLabError {
  const error = job?.error;
  if (!error) return new RankLabError('CANCELLED', `“${job?.label ?? 'The job'}” was ${job?.status ?? 'lost'}`);
  return errorFromPayload(error);
}
