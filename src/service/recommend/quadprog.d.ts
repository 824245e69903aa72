/** The library has no types of its own. Arrays count from 1. */
declare module 'quadprog' {
  interface Answer {
    readonly solution: number[];
    /** Empty when a minimum was found. */
    readonly message: string;
  }
  const quadprog: {
    /** Minimum of ½ xᵀDx − dᵀx with Aᵀx ≥ b, the first `equations` of them as equations. */
    solveQP(D: number[][], d: number[], A: number[][], b: number[], equations?: number): Answer;
  };
  export = quadprog;
}
