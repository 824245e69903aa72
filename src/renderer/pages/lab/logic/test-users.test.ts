import { expect, it } from 'vitest';
import type { TestUser } from '#shared/schemas/test-users';
import { userLabel, userOptions } from './test-users';

const user = (patch: Partial<TestUser>): TestUser => ({
  userId: '1',
  historyCount: 20,
  inTest: true,
  relevantCount: 4,
  hits: 3,
  changedCount: 5,
  group: 'hits',
  ...patch,
});

it('says whether a user is in the test part', () => {
  expect(userLabel(user({}))).toBe('user 1 · 20 videos · in the test');
  expect(userLabel(user({ historyCount: 1, inTest: false, group: 'other' }))).toBe('user 1 · 1 video · not in the test part');
});

it('lists users by group, those with hits first, and keeps the selected one', () => {
  const cold = user({ userId: '9', historyCount: 0, hits: 0, group: 'cold' });
  const options = userOptions([cold, user({ userId: '2' })], user({ userId: '7', inTest: false, group: 'other' }));
  expect(options).toEqual([
    { group: 'In the test, with hits', items: [{ value: '2', label: 'user 2 · 20 videos · 3 hits' }] },
    { group: 'In the test, without history', items: [{ value: '9', label: 'user 9 · 4 relevant' }] },
    { group: 'Not in the test part', items: [{ value: '7', label: 'user 7 · 20 videos · not in the test part' }] },
  ]);
});
