import type { AbTestWatcher } from '#engine/simulate/ab-test/run-ab-test';
import { RankLabError } from '#shared/errors';
import type { AbTestDecision, AbTestEvent, AbTestPlan, AbTestPoint, AppliedRule, GroupLook } from '#shared/schemas/simulate';

/** The time course of a test while it is computed. */
export class GrowingCourse implements AbTestWatcher {
  planned: AbTestPlan | null = null;
  rules: readonly AppliedRule[] = [];
  readonly points: AbTestPoint[] = [];
  readonly looks: GroupLook[] = [];
  readonly decisions: AbTestDecision[] = [];
  done = false;

  plan(plan: AbTestPlan, rules: readonly AppliedRule[]): void {
    this.planned = plan;
    this.rules = rules;
  }
  point(point: AbTestPoint): void {
    this.points.push(point);
  }
  look(look: GroupLook): void {
    this.looks.push(look);
  }
  decision(decision: AbTestDecision): void {
    this.decisions.push(decision);
  }
  end(): void {
    this.done = true;
  }
}

/** Courses that can still be watched. */
const courseLimit = 4;
/** Between two batches of points. */
const intervalMs = 80;

/** Courses by their job, so that those who watch see the test before it ends. */
export class GrowingCourses {
  readonly #courses = new Map<string, GrowingCourse>();

  add(jobId: string, course: GrowingCourse): void {
    this.#courses.set(jobId, course);
    const oldest = this.#courses.keys().next().value;
    if (this.#courses.size > courseLimit && oldest !== undefined) this.#courses.delete(oldest);
  }

  /** The plan and the rules, then points, looks and decisions as they come; ends with the job. @throws NOT_FOUND for a job that is no A/B test. */
  async *watch(jobId: string, signal?: AbortSignal): AsyncGenerator<AbTestEvent> {
    const course = this.#courses.get(jobId);
    if (!course) {
      throw new RankLabError('NOT_FOUND', `The job “${jobId}” runs no A/B test`, {
        value: jobId,
        remedy: 'Start one, or read the result of the job',
      });
    }
    let [sentPoints, sentLooks, sentDecisions, sentPlan] = [0, 0, 0, false];
    while (!signal?.aborted) {
      const { done, planned } = course;
      const points = course.points.slice(sentPoints);
      const looks = course.looks.slice(sentLooks);
      const decisions = course.decisions.slice(sentDecisions);
      const plan = sentPlan ? null : planned;
      const rules = plan ? [...course.rules] : [];
      const isNews = points.length > 0 || looks.length > 0 || decisions.length > 0;
      if (isNews || plan || done) yield { plan, rules, points, looks, decisions, done };
      sentPlan ||= planned !== null;
      sentPoints += points.length;
      sentLooks += looks.length;
      sentDecisions += decisions.length;
      if (done) return;
      await new Promise((resume) => setTimeout(resume, intervalMs));
    }
  }
}
