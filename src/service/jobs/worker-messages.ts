import type { ErrorPayload } from '../errors';

/** Pool → worker. `flag[0]` becomes 1 when the caller cancels; it is shared memory, so a busy loop sees it too. */
export interface WorkerRequest {
  readonly id: number;
  readonly task: string;
  readonly input: unknown;
  readonly flag: Int32Array;
}

/** Worker → pool. */
export type WorkerReply =
  | { readonly id: number; readonly type: 'progress'; readonly fraction: number; readonly detail: string | undefined }
  | { readonly id: number; readonly type: 'done'; readonly output: unknown }
  | { readonly id: number; readonly type: 'failed'; readonly error: ErrorPayload; readonly stack: string | undefined };
