import type { TaskContext } from '#engine/ports';
import { plural } from '#shared/counts';
import type { BlameInput, MoversInput } from '#shared/schemas/diagnose';
import { GrowingMap } from '../experiments/diagnosis/sensitivity-maps';
import { questionOf } from '../experiments/diagnosis/question';
import { describeJob, workspaceOf, type HandlerContext, type SessionHandlers } from './common';

/** A lane of their own: these jobs write no data or models, and the Lab keeps measuring beside them. */
const lane = 'diagnose';

async function amountOf(context: HandlerContext, input: BlameInput | MoversInput): Promise<{ total: number; unit: string }> {
  const { measuredUserCount, testUserCount } = await workspaceOf(context).experiments.livePlan(input);
  return { total: input.everyUser ? testUserCount : measuredUserCount, unit: 'users' };
}

export const diagnoseHandlers = {
  blame: async ({ input, context }) => {
    const { diagnosis } = workspaceOf(context).experiments;
    const amount = await amountOf(context, input);
    const label = `Where ${input.metric} is lost, ${plural(amount.total, 'test user')}`;
    return describeJob(context.jobs.start('blame', label, (job) => diagnosis.blame(questionOf(input), input, job), { lane, amount }));
  },
  blameUsers: async ({ input, context, signal }) => workspaceOf(context).experiments.diagnosis.blameUsers(input, signal && { signal }),
  movers: async ({ input, context }) => {
    const { diagnosis } = workspaceOf(context).experiments;
    const amount = await amountOf(context, input);
    const label = `Movers by ${input.metric}, ${plural(amount.total, 'test user')}`;
    return describeJob(context.jobs.start('movers', label, (job) => diagnosis.movers(questionOf(input), input, job), { lane, amount }));
  },
  sensitivity: async ({ input, context }) => {
    const { diagnosis } = workspaceOf(context).experiments;
    const map = new GrowingMap();
    const total = input.x.steps * input.y.steps;
    const label = `Map of ${input.metric}, ${input.x.steps} × ${input.y.steps} cells`;
    const question = questionOf({ ...input, everyUser: false });
    const draw = (job: TaskContext) => diagnosis.sensitivity(question, input, job, map);
    const job = context.jobs.start('sensitivity', label, draw, { lane, amount: { total, unit: 'cells' } });
    diagnosis.maps.add(job.id, map);
    return describeJob(job);
  },
  goal: async ({ input, context }) => {
    const { lists } = workspaceOf(context);
    const { variant, split, seed } = input;
    const question = { ...questionOf({ ...input, variants: [variant], everyUser: false }), variant, split, seed };
    const label = `Weights for ${plural(input.moves.length + input.orders.length, 'move')} in “${variant.name}”`;
    return describeJob(context.jobs.start('goal', label, (job) => lists.goal(question, input, job), { lane }));
  },
  sensitivityCells: async ({ input, context, signal }) => workspaceOf(context).experiments.diagnosis.maps.watch(input.jobId, signal),
} satisfies SessionHandlers<'diagnose'>;
