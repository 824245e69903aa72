import { Command } from 'commander';
import { expect, it } from 'vitest';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { generatorPresets } from '#engine/dataset/generators/registry';
import { addGeneratorOptions, generatorParamsFrom, type GenerateOptions } from './generate';

const command = addGeneratorOptions(new Command());
const helpOf = (name: string): string => command.options.find((option) => option.attributeName() === name)?.description ?? '';

it('shows the default of every parameter as the schema defines it, and which ones the preset decides', () => {
  const { users, videos, interactions, ...shared } = generatorParamsSchema.parse({});
  for (const [name, value] of Object.entries(shared)) expect(helpOf(name)).toContain(`(default: ${value})`);
  for (const name of Object.keys({ users, videos, interactions })) expect(helpOf(name)).toContain('(default: the preset’s)');
  expect(helpOf('creators')).toContain('one per 25 videos');
});

it('overrides of a preset only what was named', () => {
  command.parse(['--preset', 'sample', '--days', '9'], { from: 'user' });
  const { defaults } = generatorPresets.get('sample');
  expect(generatorParamsFrom(command.opts<GenerateOptions>())).toEqual({ ...defaults, days: 9 });
});
