import { join } from 'node:path';
import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { variantSchema, type Variant } from '#shared/schemas/variant';
import { readCheckedJson, writeCheckedJson } from '../storage/files/checked-json';
import type { FileOperations } from '../storage/files/file-operations';
import { guarded } from '../storage/files/storage-error';

const factoryDefault = variantSchema.parse({ name: 'default' });
const maxVariants = 1_000;
// The dot avoids collisions with keys of unsaved work, which have none.
const fileName = 'variants.stored.json';

/** The workspace's ranking variants by name, in one small file; `default` always exists. */
export class StoredVariants {
  #variants: Promise<Map<string, Variant>> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
  ) {}

  /** The default first, then by name. */
  async list(): Promise<Variant[]> {
    const others = [...(await this.#all()).values()].filter(({ name }) => name !== factoryDefault.name);
    return [await this.get(factoryDefault.name), ...others.sort((a, b) => (a.name < b.name ? -1 : 1))];
  }

  /** @throws NOT_FOUND */
  async get(name: string): Promise<Variant> {
    const variant = (await this.#all()).get(name) ?? (name === factoryDefault.name ? factoryDefault : undefined);
    if (variant) return variant;
    throw unknown(name);
  }

  /** The variant for requests that name none. */
  defaultVariant(): Promise<Variant> {
    return this.get(factoryDefault.name);
  }

  /** Durable when it returns. @throws INVALID_ARGUMENT when there are too many. */
  save(variant: Variant): Promise<Variant> {
    return this.#change((variants) => {
      variants.set(variant.name, variant);
      if (variants.size <= maxVariants) return variant;
      throw new RankLabError('INVALID_ARGUMENT', `At most ${maxVariants} variants can be stored`, { remedy: 'Remove some first.' });
    });
  }

  /** Removing `default` restores the built-in one. @throws NOT_FOUND */
  remove(name: string): Promise<void> {
    return this.#change((variants) => {
      if (!variants.delete(name) && name !== factoryDefault.name) throw unknown(name);
    });
  }

  /** One change at a time; a change that cannot be written is not applied. */
  #change<T>(change: (variants: Map<string, Variant>) => T): Promise<T> {
    const done = this.#last.then(async () => {
      const changed = new Map(await this.#all());
      const result = change(changed);
      await guarded('save the variants', this.#path, async () => {
        await this.files.makeFolder(this.folder);
        await writeCheckedJson(this.files, this.#path, [...changed.values()]);
      });
      this.#variants = Promise.resolve(changed);
      return result;
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  get #path(): string {
    return join(this.folder, fileName);
  }

  #all(): Promise<Map<string, Variant>> {
    this.#variants ??= this.#read().catch((error: unknown) => {
      this.#variants = undefined;
      throw error;
    });
    return this.#variants;
  }

  async #read(): Promise<Map<string, Variant>> {
    const remedy = `Restore ${fileName} from a copy of the workspace, or move it away: the stored variants are then gone.`;
    const content = await guarded('read the variants', this.#path, () => readCheckedJson(this.files, this.#path, remedy));
    const variants = content === undefined ? [] : z.array(variantSchema).parse(content);
    return new Map(variants.map((variant) => [variant.name, variant]));
  }
}

const unknown = (name: string): RankLabError =>
  new RankLabError('NOT_FOUND', `Unknown variant “${name.slice(0, 80)}”`, {
    place: 'variant',
    value: name.slice(0, 80),
    remedy: 'GET /variants lists the stored variants.',
  });
