/** Possible values of options from the registries, for `--help`. */
import { annBackends } from '#service/ann/ann-backends';
import type { Registry, RegistryEntry } from '#engine/core/registry';

/** `local, openai, precomputed` */
export const choicesOf = <Entry extends RegistryEntry>(registry: Registry<Entry>): string => registry.ids.join(', ');

/** `auto, faiss, …`: values of --backend, including those unavailable on this machine. */
export const backendChoices = (): string => ['auto', ...annBackends().map(({ id }) => id)].join(', ');
