import type { OnlineReport } from '#shared/schemas/online';
import type { TextTable } from '../../../logic/table-text';

interface CourseLine {
  readonly variant: string;
  readonly points: readonly { readonly timeMs: number; readonly value: number; readonly low: number; readonly high: number }[];
  readonly reference: undefined;
}

/** A line for each challenger, from its first lift on. */
export const courseLines = ({ arms, course }: OnlineReport): CourseLine[] =>
  arms.slice(1).map(({ variant }, place) => ({
    variant,
    points: course.flatMap(({ atMs, lifts }) => {
      const lift = lifts[place];
      return lift ? [{ timeMs: atMs, ...lift }] : [];
    }),
    reference: undefined,
  }));

/** A row for each moment: users so far, and each challenger's lift with its interval. */
export const courseTable = ({ arms, course }: OnlineReport): TextTable => ({
  columns: ['time', 'users', ...arms.slice(1).flatMap(({ variant }) => [`lift of ${variant}`, 'low', 'high'])],
  rows: course.map(({ atMs, users, lifts }) => [
    new Date(atMs).toISOString(),
    users,
    ...lifts.flatMap((lift) => [lift?.value ?? null, lift?.low ?? null, lift?.high ?? null]),
  ]),
});
