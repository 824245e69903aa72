import type { TaskContext } from '#engine/ports';
import { plural } from '#shared/counts';
import { questionOf } from '../experiments/diagnosis/question';
import { GrowingCourse, GrowingCourses } from '../experiments/simulate/growing-courses';
import { describeJob, workspaceOf, type SessionHandlers } from './common';

/** A lane of their own: they write nothing. */
const lane = 'simulate';
const courses = new GrowingCourses();

export const simulateHandlers = {
  choices: async ({ context }) => workspaceOf(context).simulations.choices(),
  abTestPlan: async ({ input, context }) => {
    const { simulations } = workspaceOf(context);
    const label = `Plan of an A/B test against “${input.variants[0]?.name ?? ''}”`;
    return describeJob(context.jobs.start('ab-test-plan', label, (job) => simulations.abTestPlan(questionOf(input), input, job), { lane }));
  },
  abTest: async ({ input, context }) => {
    const { simulations } = workspaceOf(context);
    const course = new GrowingCourse();
    const [first, second = first] = input.variants;
    const label = `A/B test of “${second?.name ?? ''}” against “${first?.name ?? ''}”`;
    const run = (job: TaskContext) => simulations.abTest(questionOf(input), input, course, job);
    const job = context.jobs.start('ab-test', label, run, { lane, onEnd: () => course.end() });
    courses.add(job.id, course);
    return describeJob(job);
  },
  interleaving: async ({ input, context }) => {
    const { simulations } = workspaceOf(context);
    const label = `Interleaving of ${plural(input.variants.length, 'variant')}`;
    return describeJob(
      context.jobs.start('interleaving', label, (job) => simulations.interleaving(questionOf(input), input, job), { lane }),
    );
  },
  bandits: async ({ input, context }) => {
    const { simulations } = workspaceOf(context);
    const label = `Bandits over ${plural(input.variants.length, 'variant')}`;
    return describeJob(context.jobs.start('bandits', label, (job) => simulations.bandits(questionOf(input), input, job), { lane }));
  },
  offPolicy: async ({ input, context }) => {
    const { simulations } = workspaceOf(context);
    const label = `Off-policy estimates of “${input.variants[1]?.name ?? ''}”, ${plural(input.repetitions, 'log')}`;
    const run = (job: TaskContext) => simulations.offPolicy(questionOf(input), input, job);
    return describeJob(context.jobs.start('off-policy-truth', label, run, { lane }));
  },
  abTestPoints: async ({ input, signal }) => courses.watch(input.jobId, signal),
} satisfies SessionHandlers<'simulate'>;
