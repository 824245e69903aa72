/** What options can be set to, read from the registries, for `--help`. */
import { annBackends } from '#service/ann/ann-backends';
import type { Registry, RegistryEntry } from '#engine/core/registry';

/** `local, openai, precomputed` */
export const choicesOf = <Entry extends RegistryEntry>(registry: Registry<Entry>): string => registry.ids.join(', ');

/** `auto, faiss, …`: what --backend takes, whether this machine has it or not. */
export const backendChoices = (): string => ['auto', ...annBackends().map(({ id }) => id)].join(', ');
