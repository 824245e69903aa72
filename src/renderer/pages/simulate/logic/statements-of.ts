/** The description of the simulated users first. */
export const statementsOf = (output: {
  readonly audience: { readonly description: string };
  readonly statements: readonly string[];
}): string[] => [...new Set([output.audience.description, ...output.statements])];
