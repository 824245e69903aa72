import type { Rng } from '../../core/rng';
import { ArmSums } from '../sequential/arm-sums';
import { RatioMonitor } from '../sequential/ratio-monitor';
import type { StoppingRule } from '../sequential/rules';
import { Audience } from '../users/audience';
import { armOf, leastUsersPerArm, variantOf, type AbTestDesign } from './design';

/** What a rule has decided, and when. */
export interface RuleState {
  readonly rule: StoppingRule;
  /** 1: better, −1: worse, 0: not decided. */
  sign: number;
  users: number;
  day: number;
  lift: number;
  low: number;
  high: number;
}

/** One A/B test, user by user: every rule looks after every user, and its decision is kept; the test goes on to its end. */
export class AbTestRun {
  readonly sums: readonly ArmSums[];
  readonly ratio: RatioMonitor;
  readonly states: readonly RuleState[];
  /** Whose data arrived, of both arms. */
  users = 0;
  /** On which the last user's outcome was complete. */
  day = 0;
  /** From 1 where a group-sequential look was due after the last user, else 0. */
  look = 0;
  #arrived = 0;
  readonly #user = Audience.emptyUser();
  readonly #lookAt: readonly number[];
  #nextLook = 0;

  constructor(
    readonly design: AbTestDesign,
    private readonly rng: Rng,
    private readonly decide: (state: RuleState, sums: ArmSums, critical: number) => void,
  ) {
    const { looks, users } = design;
    this.sums = design.outcomes.map(() => new ArmSums());
    this.ratio = new RatioMonitor(design.settings.shares);
    this.states = design.rules.map(({ rule }) => ({ rule, sign: 0, users: 0, day: 0, lift: NaN, low: NaN, high: NaN }));
    this.#lookAt = Array.from({ length: looks }, (_, look) => Math.round((users * (look + 1)) / looks));
  }

  get done(): boolean {
    return this.users >= this.design.users;
  }

  /** Whether both arms have enough users to estimate variances. */
  get ready(): boolean {
    const sums = this.sums[0];
    return sums.count(0) >= leastUsersPerArm && sums.count(1) >= leastUsersPerArm;
  }

  /** The next user whose data arrives. */
  step(): void {
    const { design, rng } = this;
    const { lostShare, audience } = design.settings;
    let arm = armOf(design, rng);
    design.audience.draw(this.#user, this.#arrived++, variantOf(design, arm), rng);
    while (lostShare > 0 && arm === 1 && rng.next() < lostShare) {
      arm = armOf(design, rng);
      design.audience.draw(this.#user, this.#arrived++, variantOf(design, arm), rng);
    }
    const { after, before, day } = this.#user;
    // Indexed loops here and below: iterators would be a third of the time of a test.
    for (let o = 0; o < design.outcomes.length; o++) {
      const outcome = design.outcomes[o];
      this.sums[o].add(arm, outcome.of(after), outcome.of(before));
    }
    this.ratio.add(arm);
    this.users++;
    this.day = day + audience.observationDays;
    this.look = this.users === this.#lookAt[this.#nextLook] ? ++this.#nextLook : 0;
    if (this.ready) this.#apply();
  }

  #apply(): void {
    const sums = this.sums[0];
    const { rules, users: end } = this.design;
    let plain = NaN;
    let adjusted = NaN;
    for (let r = 0; r < rules.length; r++) {
      const state = this.states[r];
      if (state.sign !== 0) continue;
      const { rule, critical } = rules[r];
      const bound = critical(this.users, this.look);
      if (bound === Infinity) continue;
      let z = rule.adjusted ? adjusted : plain;
      if (Number.isNaN(z)) {
        z = sums.z(rule.adjusted);
        if (rule.adjusted) adjusted = z;
        else plain = z;
      }
      const crossed = Math.abs(z) >= bound;
      if (!crossed && this.users < end) continue;
      state.sign = crossed ? Math.sign(z) : 0;
      state.users = this.users;
      state.day = this.day;
      this.decide(state, sums, bound);
    }
  }
}
