import { lateFraction, type GroundTruth } from './truth';

const maxTopics = 64;

/** One user at one moment, with the tastes of that moment; reused for every view to avoid allocations. */
export class UserMoment {
  user = -1;
  /** From the start of the logged period. */
  second = 0;
  topicCount = 0;
  largestWeight = 0;
  readonly topics = new Int32Array(maxTopics);
  /** Sum to 1. */
  readonly weights = new Float64Array(maxTopics);

  constructor(private readonly truth: GroundTruth) {}

  get atMs(): number {
    return this.truth.behaviour.startMs + this.second * 1000;
  }

  moveTo(user: number, second: number): void {
    const { offsets, topics, earlyWeights, lateWeights } = this.truth.users;
    this.user = user;
    this.second = second;
    const late = lateFraction(this.truth.behaviour, this.atMs);
    this.topicCount = offsets[user + 1] - offsets[user];
    this.largestWeight = 0;
    for (let i = 0; i < this.topicCount; i++) {
      const at = offsets[user] + i;
      const weight = earlyWeights[at] * (1 - late) + lateWeights[at] * late;
      this.topics[i] = topics[at];
      this.weights[i] = weight;
      if (weight > this.largestWeight) this.largestWeight = weight;
    }
  }
}
