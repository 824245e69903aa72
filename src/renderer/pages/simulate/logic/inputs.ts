import type { z } from 'zod';
import type { abTestInputSchema, audienceSettingsSchema } from '#shared/schemas/simulate';
import type { LabDocument, LabVariant } from '../../../logic/lab-document';
import type { AbTestForm, AudienceForm, ManyVariantsForm, OffPolicyForm } from '../../../stores/simulate-store';

export type AbTestRequest = z.input<typeof abTestInputSchema>;

/** The users of a form, as the service expects them. */
export const audienceOf = ({ clickModel, clickModelParams, ...rest }: AudienceForm): z.input<typeof audienceSettingsSchema> => ({
  ...rest,
  clickModel: { id: clickModel, params: { ...clickModelParams } },
});

const settingsOf = ({ split, relevance, scoreTies, seed }: LabDocument) => ({ split, relevance, scoreTies, seed });

/** The Lab's variants that are compared; the second falls back to the first where the Lab has only one. */
export function chosenPair(
  { variants }: LabDocument,
  { baseline, challenger }: AbTestForm,
): readonly [baseline: LabVariant | undefined, challenger: LabVariant | undefined] {
  const named = (key: string | null): LabVariant | undefined => variants.find((entry) => entry.key === key);
  const first = named(baseline) ?? variants[0];
  return [first, named(challenger) ?? variants.find((entry) => entry.key !== first?.key) ?? first];
}

/** The input of an A/B test; undefined while the Lab has no variant. `aa`: both arms get the first variant. */
export function abTestRequest(document: LabDocument, form: AbTestForm, audience: AudienceForm, aa: boolean): AbTestRequest | undefined {
  const [first, second] = chosenPair(document, form);
  if (!first || !second) return undefined;
  const { outcomes, share, confidence, power, lift, users, looks, lostShare, repetitions } = form;
  const alone = aa || first.key === second.key;
  return {
    ...settingsOf(document),
    variants: alone ? [first.variant] : [first.variant, second.variant],
    audience: audienceOf(audience),
    outcomes: [...outcomes],
    shares: [1 - share, share],
    ...{ confidence, power, lift, users, looks, lostShare, repetitions, aa: alone },
  };
}

/** The input of off-policy estimates: the baseline logs, the challenger is the target. Undefined while the Lab has one variant. */
export function offPolicyRequest(document: LabDocument, pair: AbTestForm, form: OffPolicyForm, audience: AudienceForm) {
  const [first, second] = chosenPair(document, pair);
  if (!first || !second || first.key === second.key) return undefined;
  return { ...settingsOf(document), variants: [first.variant, second.variant], audience: audienceOf(audience), ...form };
}

/** Variants and users of the other tabs; the Lab's variants where none are chosen. */
export function manyVariantsRequest(document: LabDocument, form: ManyVariantsForm, audience: AudienceForm) {
  const chosen = document.variants.filter(({ key }) => form.variants.includes(key));
  const entries = chosen.length > 0 ? chosen : document.variants;
  return {
    ...settingsOf(document),
    variants: entries.slice(0, 10).map(({ variant }) => variant),
    audience: audienceOf(audience),
    repetitions: form.repetitions,
  };
}
