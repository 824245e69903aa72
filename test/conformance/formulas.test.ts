import temml from 'temml';
import { expect, it } from 'vitest';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { trecMeasures } from '#engine/evaluate/trec/measures/registry';

it.each([...metricRegistry.list(), ...trecMeasures].map(({ id, formula }) => [id, formula] as const))(
  'the formula of %s is renderable LaTeX',
  (_, formula) => {
    expect(temml.renderToString(formula, { throwOnError: true, displayMode: true })).toMatch(/^<math.*<\/math>$/s);
  },
);
