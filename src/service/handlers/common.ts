import type { Job } from '#shared/schemas/job';
import type { BuildSettings } from '#shared/schemas/model';
import type { Contract } from '#shared/contract/index';
import type { ServiceContext } from '../context';
import { filesOfModelFolder } from '../embeddings/onnx/model-folder';
import type { AreaHandlers } from '../rpc/router';
import type { OpenWorkspace } from '../workspace/open-workspace';
import type { Session } from '../workspace/session';

/** Context of the handlers. */
export type HandlerContext = ServiceContext<Session>;
export type SessionHandlers<Area extends keyof Contract> = AreaHandlers<Area, HandlerContext>;

/** @throws NO_WORKSPACE. */
export const workspaceOf = ({ session }: HandlerContext): OpenWorkspace => session.current();

export const describeJob = (job: Job): { jobId: string } => ({ jobId: job.id });

/** Checks the files that providers of vectors read: one made elsewhere, or those of a folder with a model. @throws FORBIDDEN */
export async function checkModelFiles({ embeddings }: Pick<BuildSettings, 'embeddings'>, { roots }: HandlerContext): Promise<void> {
  const { path, file } = embeddings?.params ?? {};
  if (typeof path === 'string') await roots?.check(path, ...filesOfModelFolder(path, typeof file === 'string' ? file : undefined));
}
