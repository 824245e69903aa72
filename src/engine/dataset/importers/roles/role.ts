import type { ImportRole } from '#shared/schemas/dataset';
import type { ColumnProfile } from '../profile/profile';
import { plainName } from './fields';
import { proposeFields } from './propose';

/** The role that a file's column names suggest; undefined where they suggest none. */
export function guessRole(columns: readonly ColumnProfile[]): ImportRole | undefined {
  const fieldsOf = (role: ImportRole): Set<string> => new Set(proposeFields(role, columns).fields.map(({ field }) => field));
  const log = fieldsOf('interactions');
  const videos = fieldsOf('videos');
  const describes = ['title', 'description', 'category', 'tags', 'duration'].filter((field) => videos.has(field));
  const isLog = log.has('user') && log.has('video');
  if (isLog && !(describes.includes('title') && isKey(columns, 'video') && !log.has('value'))) return 'interactions';
  if (videos.has('video') && describes.length > 0) return 'videos';
  if (log.has('video') && !log.has('user') && columns.length > 1 && isKey(columns, 'video')) return 'videos';
  return log.has('user') ? 'users' : undefined;
}

/** Whether every row has a different video. */
function isKey(columns: readonly ColumnProfile[], field: string): boolean {
  const name = proposeFields('videos', columns).fields.find((guess) => guess.field === field)?.column;
  const column = columns.find((candidate) => candidate.name === name);
  return column !== undefined && column.rows > 1 && column.repetition === 1 && plainName(column.name) !== '';
}
