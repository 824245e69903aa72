import type { Job } from '#shared/schemas/job';
import type { Contract } from '#shared/contract/index';
import type { ServiceContext } from '../context';
import type { AreaHandlers } from '../rpc/router';
import type { OpenWorkspace } from '../workspace/open-workspace';
import type { Session } from '../workspace/session';

/** Context of the handlers. */
export type HandlerContext = ServiceContext<Session>;
export type SessionHandlers<Area extends keyof Contract> = AreaHandlers<Area, HandlerContext>;

/** @throws NO_WORKSPACE. */
export const workspaceOf = ({ session }: HandlerContext): OpenWorkspace => session.current();

export const describeJob = (job: Job): { jobId: string } => ({ jobId: job.id });
