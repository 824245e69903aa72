import temml from 'temml';
import { expect, it } from 'vitest';
import { metricRegistry } from '#engine/evaluate/metrics/registry';

it.each(metricRegistry.list().map(({ id, formula }) => [id, formula] as const))(
  'the formula of %s is LaTeX that can be shown',
  (_, formula) => {
    expect(temml.renderToString(formula, { throwOnError: true, displayMode: true })).toMatch(/^<math.*<\/math>$/s);
  },
);
