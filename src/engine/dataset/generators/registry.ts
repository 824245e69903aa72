import { Registry, type RegistryEntry } from '#engine/core/registry';
import { generatorParamsSchema, type GeneratorParams } from '#shared/schemas/dataset';

/** A named size of generated data. `defaults` are complete parameters that a form may start from. */
interface GeneratorPreset extends RegistryEntry<GeneratorParams> {
  readonly defaults: GeneratorParams;
}

const preset = (id: string, label: string, description: string, users: number, videos: number, interactions: number): GeneratorPreset => ({
  id,
  label,
  description,
  params: generatorParamsSchema,
  defaults: generatorParamsSchema.parse({ users, videos, interactions }),
});

export const generatorPresets = new Registry<GeneratorPreset>('generator preset', [
  preset('sample', 'Small sample', 'Ready at once; enough to look around.', 500, 1_000, 10_000),
  preset('standard', 'Standard', 'A small video site: 5,000 users and 10,000 videos.', 5_000, 10_000, 100_000),
  preset('large', 'Large', 'Five million views; takes a while and more than a gigabyte of memory.', 50_000, 100_000, 5_000_000),
]);
