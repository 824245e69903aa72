import { expect, it } from 'vitest';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { protocolSchema } from '#shared/schemas/protocol';
import { protocolNotes } from './protocol-notes';

const variants = [{ name: 'A' }, { name: 'B' }];
const config = experimentConfigSchema.parse({ variants, metrics: ['ndcg@10'], segments: ['activity'] });
const read = (place: object) => protocolNotes({ notes: protocolSchema.shape.notes.parse([{ place, text: 'x' }]) }, config);
const point = { kind: 'point', variant: 'B', axis: 'lift' };
const metric = { kind: 'metric', variant: 'B', metric: 'ndcg@10' };
const inGroup = (segmentation: string): object => ({ ...metric, segment: { segmentation, segment: 'cold' } });

it('takes notes on a point of any chart, since those beside the comparison have axes of their own', () => {
  expect(read({ ...point, chart: 'ab-test', at: { users: 100 }, shown: 0.1 })).toHaveLength(1);
  expect(() => read({ ...point, chart: 'runs-over-time' })).toThrow('no axis “lift”');
});

it('takes notes on groups that are measured, and refuses those of others', () => {
  for (const segmentation of ['activity', 'warmth']) expect(read(inGroup(segmentation))).toHaveLength(1);
  expect(() => read(inGroup('column:country'))).toThrow('no segment “column:country”');
});
