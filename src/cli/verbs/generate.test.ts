import { Command } from 'commander';
import { expect, it } from 'vitest';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { generatorPresets } from '#engine/dataset/generators/registry';
import { addGeneratorOptions, generatorParamsFrom, type GenerateOptions } from './generate';

const command = addGeneratorOptions(new Command());
const helpOf = (name: string): string => command.options.find((option) => option.attributeName() === name)?.description ?? '';

it('help shows the schema’s default of every parameter, and which defaults come from the preset', () => {
  const { users, videos, interactions, ...shared } = generatorParamsSchema.parse({});
  for (const [name, value] of Object.entries(shared)) expect(helpOf(name)).toContain(`(default: ${value})`);
  for (const name of Object.keys({ users, videos, interactions })) expect(helpOf(name)).toContain('(default: the preset’s)');
  expect(helpOf('creators')).toContain('one per 25 videos');
});

it('overrides only the named parameters of a preset', () => {
  command.parse(['--preset', 'sample', '--days', '9'], { from: 'user' });
  const { defaults } = generatorPresets.get('sample');
  expect(generatorParamsFrom(command.opts<GenerateOptions>())).toEqual({ ...defaults, days: 9 });
});
