/** Longest name that a variant may have. */
const longest = 120;

/** The same variants with duplicate names numbered 2 and so on, so that every row of a table is unambiguous. */
export function withDistinctNames<Named extends { readonly name: string }>(variants: readonly Named[]): Named[] {
  const taken = new Set(variants.map(({ name }) => name));
  const seen = new Set<string>();
  return variants.map((variant) => {
    if (!seen.has(variant.name)) {
      seen.add(variant.name);
      return variant;
    }
    let number = 2;
    const numbered = (): string => `${variant.name.slice(0, longest - 1 - String(number).length)} ${number}`;
    while (taken.has(numbered())) number++;
    const name = numbered();
    taken.add(name);
    seen.add(name);
    return { ...variant, name };
  });
}
