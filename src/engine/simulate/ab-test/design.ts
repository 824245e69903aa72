import type { AbTestSettings } from '#shared/schemas/simulate';
import type { Rng } from '../../core/rng';
import { stoppingRules, type Critical, type StoppingRule, type TestDesign } from '../sequential/rules';
import type { Audience } from '../users/audience';
import { outcomeRegistry, type Outcome } from '../users/outcomes';

/** A test that is ready to start. Users are numbered over both arms. */
export interface AbTestDesign extends TestDesign {
  readonly settings: AbTestSettings;
  readonly audience: Audience;
  /** The first one decides. */
  readonly outcomes: readonly Outcome[];
  /** Share of users in the first arm. */
  readonly firstShare: number;
  readonly rules: readonly { readonly rule: StoppingRule; readonly critical: Critical }[];
}

/** Before both arms have this many users, variances are too uncertain for any rule. */
export const leastUsersPerArm = 50;

export const outcomesOf = (settings: AbTestSettings): Outcome[] => settings.outcomes.map((id) => outcomeRegistry.get(id, 'outcomes'));

export function designOf(settings: AbTestSettings, audience: Audience, users: number): AbTestDesign {
  const level = levelOf(settings);
  const design = { level, users, looks: settings.looks };
  const hasCovariate = settings.audience.beforeDays > 0;
  return {
    ...design,
    settings,
    audience,
    outcomes: outcomesOf(settings),
    firstShare: settings.shares[0] / (settings.shares[0] + settings.shares[1]),
    rules: stoppingRules
      .list()
      .filter(({ adjusted }) => hasCovariate || !adjusted)
      .map((rule) => ({ rule, critical: rule.critical(design) })),
  };
}

/** Of every outcome: the whole level divided by their number (Bonferroni). */
export const levelOf = ({ confidence, outcomes }: AbTestSettings): number => (1 - confidence) / outcomes.length;

/** Which variant an arm shows. */
export const variantOf = ({ settings: { aa } }: AbTestDesign, arm: number): number => (aa ? 0 : arm);

export const armOf = ({ firstShare }: AbTestDesign, rng: Rng): number => (rng.next() < firstShare ? 0 : 1);
