export const approved: Readonly<Record<string, readonly string[]>>;
