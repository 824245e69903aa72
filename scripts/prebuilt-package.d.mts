export function makePrebuiltPackage(
  out: string,
  built?: string,
): { readonly folder: string; readonly name: string; readonly libraries: readonly string[] };
