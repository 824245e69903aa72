import type { TestUser, TestUserGroup } from '#shared/schemas/test-users';
import { formatCount, plural } from '../../../logic/format';

const groups: readonly { readonly id: TestUserGroup; readonly label: string }[] = [
  { id: 'hits', label: 'In the test, with hits' },
  { id: 'changed', label: 'In the test, lists differ most' },
  { id: 'test', label: 'In the test' },
  { id: 'cold', label: 'In the test, without history' },
  { id: 'other', label: 'Not in the test part' },
];

/** `user 1 · 20 videos · in the test`. */
export const userLabel = ({ userId, historyCount, inTest }: TestUser): string =>
  `user ${userId} · ${plural(historyCount, 'video')} · ${inTest ? 'in the test' : 'not in the test part'}`;

/** What sets a user apart within its group: `user 1 · 20 videos · 3 hits`. */
function optionLabel({ group, userId, historyCount, hits, changedCount, relevantCount }: TestUser): string {
  const facts: Readonly<Record<TestUserGroup, string>> = {
    hits: plural(hits ?? 0, 'hit'),
    changed: `${formatCount(changedCount ?? 0)} changed`,
    test: `${formatCount(relevantCount)} relevant`,
    cold: `${formatCount(relevantCount)} relevant`,
    other: plural(historyCount, 'video'),
  };
  const videos = group === 'cold' || group === 'other' ? [] : [plural(historyCount, 'video')];
  return [`user ${userId}`, ...videos, facts[group]].join(' · ');
}

interface UserGroup {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string }[];
}

/** The list of the picker by groups; the chosen user is called by its full label, so that the field says what it is. */
export function userOptions(users: readonly TestUser[], chosen: TestUser | null): UserGroup[] {
  const all = chosen && !users.some(({ userId }) => userId === chosen.userId) ? [chosen, ...users] : users;
  return groups
    .map(({ id, label }) => ({
      group: label,
      items: all
        .filter(({ group }) => group === id)
        .map((user) => ({ value: user.userId, label: user.userId === chosen?.userId ? userLabel(user) : optionLabel(user) })),
    }))
    .filter(({ items }) => items.length > 0);
}
