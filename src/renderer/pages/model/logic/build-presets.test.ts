import { describe, expect, it } from 'vitest';
import { buildSettingsSchema } from '#shared/schemas/model';
import { buildPresets, presetOf, stageText } from './build-presets';

describe('presets of a build', () => {
  it('start with the default settings, and are recognised independent of the seed', () => {
    expect(presetOf(buildSettingsSchema.parse({ seed: 7 }))?.id).toBe('balanced');
    for (const { id, settings } of buildPresets) expect(presetOf(buildSettingsSchema.parse(settings))?.id).toBe(id);
  });

  it('match no other settings', () => {
    expect(presetOf(buildSettingsSchema.parse({ factors: { factorCount: 51 } }))).toBeUndefined();
  });
});

it('name the stages in words', () => {
  expect(stageText('save-models')).toBe('Saving the models');
  expect(stageText('some-new-stage')).toBe('some new stage');
});
