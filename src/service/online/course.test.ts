import { expect, it } from 'vitest';
import { Course } from './course';

const point = (atMs: number) => ({ atMs, users: [atMs], successes: [0] });

it('keeps at most 200 points over the whole time, about equally far from each other', () => {
  const course = new Course();
  for (let atMs = 0; atMs <= 5_000_000; atMs += 700) course.note(() => point(atMs), atMs);
  const times = course.points.map(({ atMs }) => atMs);
  expect(times.length).toBeGreaterThan(80);
  expect(times.length).toBeLessThanOrEqual(200);
  expect(times[0]).toBe(0);
  expect(times.at(-1)).toBeGreaterThan(4_900_000);
  const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThan(3 * Math.min(...gaps));
});

it('goes on from a snapshot', () => {
  const course = new Course();
  for (let atMs = 0; atMs <= 300_000; atMs += 1_000) course.note(() => point(atMs), atMs);
  const restored = new Course();
  restored.restore(course.points);
  for (let atMs = 301_000; atMs <= 900_000; atMs += 1_000) restored.note(() => point(atMs), atMs);
  expect(restored.points.slice(0, 2)).toEqual(
    course.points.filter(({ atMs }) => restored.points.some((kept) => kept.atMs === atMs)).slice(0, 2),
  );
  expect(restored.points.length).toBeLessThanOrEqual(200);
  expect(restored.points.at(-1)?.atMs).toBeGreaterThan(890_000);
});
