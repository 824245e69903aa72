/** Times of the stages of a recommendation, for whoever listens (the metrics page). Free when nobody does. */
export class StageTimes {
  listener: ((stage: string, milliseconds: number) => void) | undefined;

  add(stage: string, milliseconds: number): void {
    this.listener?.(stage, milliseconds);
  }
}
