import { z } from 'zod';
import type { GroundTruth } from '#engine/dataset/generators/truth';
import type { Dataset } from '#engine/model/dataset';
import { generatorReportSchema, type GeneratorReport } from '#shared/schemas/dataset';
import type { ArtifactArray } from '../storage/files/artifact-format';
import type { ArtifactStore, ArtifactToWrite } from '../storage/files/artifact-store';

/** The ground truth of generated data, with the ids of its rows; for simulated users. */
interface StoredTruth {
  readonly truth: GroundTruth;
  readonly userIds: readonly string[];
  readonly itemIds: readonly string[];
}

const scope = 'truth';
/** One name per dataset, so that the old truth is kept until the new data is saved. */
const nameFor = (fingerprint: string): string => `${scope}/of-${fingerprint.slice(0, 40)}`;

const detailsSchema = z.object({
  report: generatorReportSchema,
  topicNames: z.array(z.string()),
  categoryNames: z.array(z.string()),
  behaviour: z.record(z.string(), z.number()),
});

/**
 * The ground truth of generated data, stored as an artifact and read only by simulated users. It belongs to the data of its fingerprint; once the
 * data is replaced, it is no longer found and then removed.
 */
export class TruthStore {
  constructor(
    private readonly artifacts: ArtifactStore,
    /** Fingerprint of the data as last saved in bulk. */
    private readonly baseFingerprint: () => Promise<string | undefined>,
  ) {}

  /** Call before the data is saved. */
  write(dataset: Dataset, truth: GroundTruth, report: GeneratorReport): Promise<void> {
    return this.artifacts.writeAll([truthArtifact(dataset, truth, report)]);
  }

  /** Removes the ground truth of replaced data. */
  async tidy(): Promise<void> {
    const current = await this.#name();
    await this.artifacts.remove(...this.artifacts.list(scope).filter((name) => name !== current));
  }

  /** Undefined unless the data was generated here. @throws CORRUPT_ARTIFACT */
  async read(): Promise<StoredTruth | undefined> {
    const name = await this.#name();
    if (name === undefined || !this.artifacts.has(name)) return undefined;
    const { header, arrays } = await this.artifacts.read(name);
    const { topicNames, categoryNames, behaviour } = detailsSchema.parse(header.details);
    const ids = JSON.parse(new TextDecoder().decode(arrays['ids'])) as Pick<StoredTruth, 'userIds' | 'itemIds'>;
    const of = (prefix: string): Record<string, ArtifactArray> =>
      Object.fromEntries(
        Object.entries(arrays).flatMap(([key, array]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), array]] : [])),
      );
    return {
      ...ids,
      truth: {
        topicNames,
        categoryNames,
        topicCategories: arrays['topicCategories'] as Int32Array,
        users: of('users.') as unknown as GroundTruth['users'],
        items: of('items.') as unknown as GroundTruth['items'],
        behaviour: behaviour as unknown as GroundTruth['behaviour'],
      },
    };
  }

  /** Requested and generated properties; null unless the data was generated here. */
  async report(): Promise<GeneratorReport | null> {
    const name = await this.#name();
    if (name === undefined || !this.artifacts.has(name)) return null;
    return detailsSchema.safeParse((await this.artifacts.header(name)).details).data?.report ?? null;
  }

  async #name(): Promise<string | undefined> {
    const fingerprint = await this.baseFingerprint();
    return fingerprint === undefined ? undefined : nameFor(fingerprint);
  }
}

function truthArtifact({ users, items, fingerprint }: Dataset, truth: GroundTruth, report: GeneratorReport): ArtifactToWrite {
  const { topicNames, categoryNames, topicCategories, behaviour } = truth;
  const prefixed = (prefix: string, arrays: object): Record<string, ArtifactArray> =>
    Object.fromEntries(Object.entries(arrays as Record<string, ArtifactArray>).map(([key, array]) => [`${prefix}${key}`, array]));
  return {
    name: nameFor(fingerprint),
    header: { kind: 'truth', inputs: { dataset: fingerprint }, details: { report, topicNames, categoryNames, behaviour } },
    arrays: {
      ids: new TextEncoder().encode(JSON.stringify({ userIds: users.ids.ids, itemIds: items.ids.ids })),
      topicCategories,
      ...prefixed('users.', truth.users),
      ...prefixed('items.', truth.items),
    },
  };
}
