import type { FileSpec } from '#engine/dataset/importers/plan';
import type { Dataset } from '#engine/model/dataset';
import { plural } from '#shared/counts';
import { sameId } from './id-field';

const earliestMs = Date.UTC(1990, 0, 1);
const dayMs = 86_400_000;

/** Timestamps that are most likely misread: implausibly early or in the future. */
export function timeNotes({ interactions }: Dataset, files: readonly FileSpec[], nowMs = Date.now()): string[] {
  if (files.some(({ shape }) => shape?.id === 'sequences')) return ['Positions in the sequence are used as timestamps, one second apart'];
  let [early, late] = [0, 0];
  for (const ms of interactions.timestampsMs) {
    if (ms < earliestMs) early++;
    else if (ms > nowMs + dayMs) late++;
  }
  return [
    ...(early > 0 ? [`${plural(early, 'interaction')} from before 1990: check the unit of the times`] : []),
    ...(late > 0 ? [`${plural(late, 'interaction')} from after tomorrow: check the unit of the times`] : []),
  ];
}

const shortened = /^\d[.,]\d+E\+\d{2,3}$/;

/** Long ids that a spreadsheet has written as rounded numbers: different ids may have become one. */
export function roundedIdNotes({ users, items }: Dataset): string[] {
  const notes: string[] = [];
  for (const [noun, ids] of [['user', users.ids.ids] as const, ['video', items.ids.ids] as const]) {
    const example = ids.find((id) => shortened.test(id));
    if (example === undefined) continue;
    const count = ids.filter((id) => shortened.test(id)).length;
    notes.push(
      `${plural(count, noun)} with an id such as ${example}: a spreadsheet has rounded it, and different ids may have become one; export them as text`,
    );
  }
  return notes;
}

const forms = [
  ['blanks', 'blanks around them'],
  ['decimals', 'the .0 of a decimal'],
  ['accents', 'the way their accents are composed'],
] as const;

/** Ids that differ only in formatting that programs change: they may be equal, but only the analyst knows. */
export function idNotes({ users, items }: Dataset): string[] {
  return (
    [
      ['user', users.ids.ids, (id: string) => users.ids.find(id as never)],
      ['video', items.ids.ids, (id: string) => items.ids.find(id as never)],
    ] as const
  ).flatMap(([noun, ids, find]) =>
    forms.flatMap(([form, words]) => {
      let matching = 0;
      for (const id of ids) {
        if (!hasOtherForm(id)) continue;
        const same = sameId(id, [form]);
        if (same !== id && find(same) !== undefined) matching++;
      }
      return matching === 0 ? [] : [`${plural(matching, noun)} would match others without ${words} (--same-ids ${form})`];
    }),
  );
}

/** Fast path: most ids are plain. */
function hasOtherForm(id: string): boolean {
  const last = id.charCodeAt(id.length - 1);
  if (last <= 32 || id.charCodeAt(0) <= 32 || (last === 48 && id.includes('.'))) return true;
  for (let at = 0; at < id.length; at++) if (id.charCodeAt(at) > 0x2ff) return true;
  return false;
}
