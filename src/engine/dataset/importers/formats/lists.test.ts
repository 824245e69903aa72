import { expect, it } from 'vitest';
import { detectList, readList } from './lists';

it.each<[string, string, string[]]>([
  ['labels with numbers in JSON', '{"x": 0.9, "y z": 0.1, "w": 0}', ['x', 'y z']],
  ['labels with yes and no in Python', "{'x': True, 'y z': False}", ['x']],
  ['a list without quotation marks', '[x, y z, None]', ['x', 'y z']],
  ['a list of NumPy', "['x' 'y z']", ['x', 'y z']],
  ['a set', "{'x', 'y z'}", ['x', 'y z']],
  ['a list of objects', "[{'id': 1, 'name': 'x'}, {'id': 2, 'name': 'y z'}]", ['x', 'y z']],
])('%s', (_, cell, labels) => {
  expect(readList(cell, { ...detectList([cell, cell]), escaped: false, noneCells: [] })).toEqual(labels);
});
