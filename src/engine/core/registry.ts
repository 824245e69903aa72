import { z } from 'zod';
import { RankLabError } from '#shared/errors';

/** One variety of a family: a metric, a signal, a split, a provider … Forms, help and messages derive from it. */
export interface RegistryEntry<Params = unknown> {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly params: z.ZodType<Params>;
}

/** Of entries without parameters. */
export const noParams = z.strictObject({});

/** A family's entries, in display order. `family` is the singular noun used in messages. */
export class Registry<Entry extends RegistryEntry> {
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(
    readonly family: string,
    entries: readonly Entry[],
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
    if (this.#entries.size !== entries.length) throw new RankLabError('INTERNAL', `Two entries of ${family} share an id`);
  }

  get ids(): string[] {
    return [...this.#entries.keys()];
  }

  list(): Entry[] {
    return [...this.#entries.values()];
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** @throws INVALID_ARGUMENT naming the unknown id and every known one. */
  get(id: string, place?: string): Entry {
    const entry = this.#entries.get(id);
    if (entry) return entry;
    throw new RankLabError('INVALID_ARGUMENT', `Unknown ${this.family} “${id}”; expected one of ${this.ids.join(', ')}`, {
      value: id,
      ...(place !== undefined && { place }),
      remedy: `Use one of: ${this.ids.join(', ')}`,
    });
  }
}

/** Validates an entry's parameters. @throws INVALID_ARGUMENT with the path of the first problem. */
export function parseParams<Params>(entry: RegistryEntry<Params>, params: unknown, place: string): Params {
  const result = entry.params.safeParse(params ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const names = parameterNames(entry);
  const expected = names.length > 0 ? `${entry.id} takes ${names.join(', ')}` : `${entry.id} takes no parameters`;
  const wrong = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [place, ...(issue?.path ?? []), ...(wrong === undefined ? [] : [wrong])].join('.');
  const problem = wrong === undefined ? (issue?.message ?? 'invalid value') : `unknown parameter “${wrong}”; ${expected}`;
  throw new RankLabError('INVALID_ARGUMENT', `${path}: ${problem}`, {
    place: path,
    ...(wrong !== undefined && { value: wrong }),
    remedy: names.length > 0 ? `Parameters of ${entry.id}: ${names.join(', ')}` : `Leave the parameters of ${entry.id} out`,
  });
}

/** The allowed names of an entry's parameters. */
function parameterNames({ params }: RegistryEntry): string[] {
  const schema = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' });
  return Object.keys(schema.properties ?? {});
}
