import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const USERS = 60;
const MOVIES = 150;
const RATINGS = 2_500;
const genres = ['Drama', 'Comedy', 'Thriller', 'Documentary', 'Animation'];

/** Pseudo-random numbers in [0, 1) from a separate generator (Park and Miller's), independent of the product's. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * Writes `ratings.csv` and `movies.csv` as GroupLens lays them out: users who like one genre, a few popular movies, and three
 * ratings at the timestamp where the newest fifth begins. Returns the paths.
 */
export async function writeMovieLensFiles(folder: string): Promise<string[]> {
  const random = numbers(20_240_229);
  const seen = new Set<string>();
  const pairs: { user: number; movie: number; rating: number }[] = [];
  while (pairs.length < RATINGS) {
    const user = Math.floor(random() ** 1.4 * USERS);
    // Movies are numbered by popularity; every fifth one is of the same genre.
    const rank = Math.floor(random() ** 1.8 * MOVIES);
    const liked = random() < 0.7;
    const movie = liked ? Math.min(MOVIES - 1, rank - (rank % genres.length) + (user % genres.length)) : rank;
    const key = `${user} ${movie}`;
    if (seen.has(key)) continue;
    seen.add(key);
    pairs.push({ user, movie, rating: (liked ? 3.5 : 2) + Math.floor(random() * 4) / 2 });
  }
  const cut = RATINGS - Math.round(0.2 * RATINGS);
  const secondsOf = (index: number): number => 1_000_000_000 + 3_600 * (Math.abs(index - cut) <= 1 ? cut : index);
  const ratings = pairs.map(({ user, movie, rating }, index) => `${user + 1},${100 + movie},${rating},${secondsOf(index)}`);
  const movies = Array.from({ length: MOVIES }, (_, movie) => {
    const year = 1960 + Math.floor(random() * 40);
    const mixed = random() < 0.3 ? `|${genres[Math.floor(random() * genres.length)]}` : '';
    return `${100 + movie},"Night ${movie}, The (${year})",${genres[movie % genres.length]}${mixed}`;
  });
  await mkdir(folder, { recursive: true });
  const paths = [join(folder, 'ratings.csv'), join(folder, 'movies.csv')];
  await writeFile(paths[0], ['userId,movieId,rating,timestamp', ...ratings, ''].join('\r\n'));
  await writeFile(paths[1], ['movieId,title,genres', ...movies, ''].join('\r\n'));
  return paths;
}
