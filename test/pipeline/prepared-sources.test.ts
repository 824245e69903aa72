import { expect, it } from 'vitest';
import { prepareSource, takePrepared, withEveryItem } from '#engine/candidates/prepared';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { evaluationSide } from '#engine/pipeline/sides';
import { splitSettingsSchema } from '#shared/schemas/experiment';
import { viewOf } from '../fixtures';

const dataset = createDataset({
  name: 'log',
  users: userTable({ ids: Array.from({ length: 24 }, (_, u) => `u${u}`) }),
  items: itemTable({ ids: Array.from({ length: 25 }, (_, i) => `v${i}`) }),
  interactions: interactionTable({
    users: Array.from({ length: 240 }, (_, n) => n % 24),
    items: Array.from({ length: 240 }, (_, n) => (n * 7 + (n % 5)) % 25),
    timestampsMs: Array.from({ length: 240 }, (_, n) => n),
  }),
});

it('a view of the same interactions reuses sources that read nothing else, and fits the others', async () => {
  const side = evaluationSide(dataset, splitSettingsSchema.parse({}), 1);
  const [before, after] = [await viewOf(dataset, side), await viewOf(dataset, side)];
  const fit = (view: typeof before, id: string) => prepareSource(view, id, {}, 'test');
  const fitted = { ease: await fit(before, 'ease'), factors: await fit(before, 'factors'), open: await fit(withEveryItem(before), 'ease') };
  takePrepared(after, before);
  expect(await fit(after, 'ease')).toBe(fitted.ease);
  expect(await fit(after, 'factors')).not.toBe(fitted.factors);
  expect(await fit(after, 'item-knn')).not.toBe(fitted.ease);
  expect(await fit(withEveryItem(after), 'ease')).toBe(fitted.open);
});
