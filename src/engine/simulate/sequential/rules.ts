import { noParams, Registry, type RegistryEntry } from '../../core/registry';
import { normalQuantile } from '../../evaluate/statistics/distributions';
import { ConfidenceSequence } from './confidence-sequence';
import { groupBounds, shiftForPower, type BoundShape } from './group-sequential';

/** What a rule knows before the test starts. */
export interface TestDesign {
  /** Two-sided, of one outcome. */
  readonly level: number;
  /** Of both arms together. */
  readonly users: number;
  /** Equally spaced looks of the group-sequential rules. */
  readonly looks: number;
}

/** |z| at which a rule decides after `users` users; Infinity where it does not look. `look`: from 1, where a group-sequential look is due. */
export type Critical = (users: number, look: number) => number;

/** When to stop a test. */
export interface StoppingRule extends RegistryEntry {
  /** What it promises, in a sentence. */
  readonly guarantee: string;
  /** Looks at outcomes adjusted by CUPED. */
  readonly adjusted: boolean;
  /** Looks at the planned looks only. */
  readonly looks: boolean;
  critical(design: TestDesign): Critical;
  /** Mean of z at the end of a test that decides with this power; undefined for a rule that no test can be planned for. */
  shift?(design: Omit<TestDesign, 'users'>, power: number): number;
}

const fixedCritical = ({ level, users }: TestDesign): Critical => {
  const critical = normalQuantile(1 - level / 2);
  return (now) => (now === users ? critical : Infinity);
};
const fixedShift = ({ level }: Omit<TestDesign, 'users'>, power: number): number => normalQuantile(1 - level / 2) + normalQuantile(power);

const fixed: StoppingRule = {
  id: 'fixed',
  label: 'One look at the end',
  description: 'A two-sided z-test of the means once all planned users are in.',
  guarantee: 'Keeps its level if the end was fixed before the start and nobody stops earlier.',
  params: noParams,
  adjusted: false,
  looks: false,
  critical: fixedCritical,
  shift: fixedShift,
};

const fixedAdjusted: StoppingRule = {
  ...fixed,
  id: 'fixed-cuped',
  label: 'One look at the end, CUPED',
  description: 'The same test of outcomes adjusted by what users did before the test.',
  adjusted: true,
};

const naive: StoppingRule = {
  id: 'naive',
  label: 'Naive: stop when significant',
  description: 'The z-test of a single look, taken after every user; stops at the first significant one.',
  guarantee: 'Keeps no level: the more often one looks, the more false alarms.',
  params: noParams,
  adjusted: false,
  looks: false,
  critical: ({ level }) => {
    const critical = normalQuantile(1 - level / 2);
    return () => critical;
  },
};

/** Between two looks of the plan of a rule that looks after every user; the power is understated by well under a point. */
const plannedLooks = 40;

/** Users up to which critical values are kept: 8 MB. */
const mostTabled = 1_000_000;

const alwaysValid: StoppingRule = {
  id: 'always-valid',
  label: 'Always-valid',
  description: 'A confidence sequence (mSPRT), looked at after every user; stops when it excludes no lift.',
  guarantee: 'Keeps its level however often one looks and whenever one stops.',
  params: noParams,
  adjusted: false,
  looks: false,
  critical: ({ level, users }) => {
    const sequence = new ConfidenceSequence(level, users);
    if (users > mostTabled) return (now) => sequence.critical(now);
    // Once for all repetitions of a test.
    const table = Float64Array.from({ length: users + 1 }, (_, now) => sequence.critical(now));
    return (now) => table[now];
  },
  shift: ({ level }, power) => {
    const sequence = new ConfidenceSequence(level, plannedLooks);
    return shiftForPower(
      Array.from({ length: plannedLooks }, (_, look) => sequence.critical(look + 1)),
      power,
    );
  },
};

const alwaysValidAdjusted: StoppingRule = {
  ...alwaysValid,
  id: 'always-valid-cuped',
  label: 'Always-valid, CUPED',
  description: 'The same confidence sequence of outcomes adjusted by what users did before the test.',
  adjusted: true,
};

const groupSequential = (shape: BoundShape, entry: Pick<StoppingRule, 'id' | 'label' | 'description'>): StoppingRule => ({
  ...entry,
  guarantee: 'Keeps its level if looked at only at the planned looks.',
  params: noParams,
  adjusted: false,
  looks: true,
  critical: ({ level, looks }) => {
    const bounds = groupBounds(shape, looks, level);
    return (_users, look) => (look > 0 ? bounds[look - 1] : Infinity);
  },
  shift: ({ level, looks }, power) => shiftForPower(groupBounds(shape, looks, level), power),
});

const obrienFleming = groupSequential((look, looks) => Math.sqrt(looks / look), {
  id: 'obrien-fleming',
  label: 'O’Brien–Fleming',
  description:
    'A few planned looks with bounds that are high at first and almost those of a single look at the end (O’Brien & Fleming 1979).',
});

const pocock = groupSequential(() => 1, {
  id: 'pocock',
  label: 'Pocock',
  description: 'A few planned looks with the same bound at each (Pocock 1977): decides earlier than O’Brien–Fleming and needs more users.',
});

/** Ways to decide, in display order. */
export const stoppingRules = new Registry<StoppingRule>('stopping rule', [
  fixed,
  fixedAdjusted,
  naive,
  alwaysValid,
  alwaysValidAdjusted,
  obrienFleming,
  pocock,
]);
