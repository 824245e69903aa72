import type { FaissAddon, NativeBytes, NativeIndex, NativeStage, NativeToken } from './addon-types';

/** Every method by name. The compiler reports a method missing here, and the loader one missing in the addon. */
const members = {
  Index: {
    train: true,
    add: true,
    addSync: true,
    beginFill: true,
    fill: true,
    endFill: true,
    abandonFill: true,
    replace: true,
    remove: true,
    merge: true,
    reconstruct: true,
    ids: true,
    search: true,
    rangeSearch: true,
    save: true,
    serialize: true,
    stats: true,
    release: true,
  } satisfies Record<keyof NativeIndex, true>,
  Stage: { allocate: true, append: true, count: true } satisfies Record<keyof NativeStage, true>,
  Bytes: { read: true, append: true, size: true, release: true } satisfies Record<keyof NativeBytes, true>,
  Token: { cancel: true, fraction: true } satisfies Record<keyof NativeToken, true>,
};
const functions = { info: true, gpu: true, useKernels: true } satisfies Record<Exclude<keyof FaissAddon, keyof typeof members>, true>;

/** The methods that this program calls and a built addon lacks, which shows that it was built from older source. */
export function missingMembers(addon: Partial<FaissAddon>): string[] {
  const exported = addon as Record<string, unknown>;
  const missing = Object.keys(functions).filter((name) => typeof exported[name] !== 'function');
  for (const [name, names] of Object.entries(members)) {
    const made = exported[name] as { prototype?: object } | undefined;
    const present = new Set(Object.getOwnPropertyNames(made?.prototype ?? {}));
    missing.push(...Object.keys(names).flatMap((member) => (present.has(member) ? [] : [`${name}.${member}`])));
  }
  return missing;
}
