import type { BlamedUser } from '#shared/schemas/diagnose';
import { plural } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';
import { partNames, shownParts } from './blame';

const stages: readonly (readonly [keyof BlamedUser['videos'], string])[] = [
  ['notRetrieved', 'not retrieved'],
  ['cutByPool', 'cut by the pool'],
  ['seen', 'already seen'],
  ['unknown', 'unknown at training time'],
  ['category', 'of an excluded category'],
  ['reached', 'in the pool'],
];

/** `5 relevant: 2 not retrieved, 3 in the pool` */
export function whereVideos({ relevantCount, videos }: BlamedUser): string {
  const where = stages.filter(([stage]) => videos[stage] > 0).map(([stage, text]) => `${videos[stage]} ${text}`);
  return `${plural(relevantCount, 'video')}: ${where.join(', ')}`;
}

export const blamedUsersTable = (users: readonly BlamedUser[], metric: string): TextTable => ({
  columns: [
    'user',
    metric,
    'ideal',
    ...shownParts.map((part) => `lost in ${partNames[part]}`),
    'relevant',
    ...stages.map(([, text]) => text),
  ],
  rows: users.map(({ userId, achieved, ideal, parts, relevantCount, videos }) => [
    userId,
    achieved,
    ideal,
    ...shownParts.map((part) => parts[part]),
    relevantCount,
    ...stages.map(([stage]) => videos[stage]),
  ]),
});
