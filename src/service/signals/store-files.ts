import { signalKinds } from '#engine/rerank/signal-kinds/registry';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { KnownAt } from '#shared/schemas/foreign-run';

interface FileStore {
  add(path: string, options: { readonly knownAt: KnownAt }, context?: TaskContext): Promise<{ readonly sha256: string }>;
}

/** The stores of a workspace. */
export interface FileStores {
  readonly runs: FileStore;
  readonly vectors: FileStore;
}

/** What a definition reads from files, and from where. */
export interface FilesToStore {
  readonly kind: string;
  readonly params: Record<string, unknown>;
  /** By parameter; the empty name stands for the kind's first one. */
  readonly files: Readonly<Record<string, string>>;
  readonly knownAt: KnownAt;
  /** Of messages: `signals.margin`. */
  readonly place: string;
}

/** Stores the files, and gives the parameters with their hashes. @throws INVALID_ARGUMENT for a kind or a parameter without files. */
export async function withStoredFiles(
  stores: FileStores,
  { kind, params, files, knownAt, place }: FilesToStore,
  context?: TaskContext,
): Promise<Record<string, unknown>> {
  const takes = signalKinds.get(kind, `${place}.kind`).files ?? {};
  const stored: Record<string, unknown> = { ...params };
  for (const [given, path] of Object.entries(files)) {
    const [name = Object.keys(takes)[0]] = given === '' ? [] : [given];
    const what = name === undefined ? undefined : takes[name];
    if (name === undefined || what === undefined) {
      const known = Object.keys(takes);
      throw new RankLabError('INVALID_ARGUMENT', `A signal of the kind ${kind} takes ${known.length > 0 ? 'no such file' : 'no file'}`, {
        place: `${place}.files${given === '' ? '' : `.${given}`}`,
        value: given === '' ? path : given,
        remedy: known.length > 0 ? `It takes ${known.join(', ')}` : 'Leave the file out',
      });
    }
    const added = await stores[what].add(path, { knownAt }, context);
    stored[name] = added.sha256;
  }
  return stored;
}
