import type { FilterSettings } from '#shared/schemas/variant';
import { RankLabError } from '#shared/errors';
import type { ItemTable } from '../model/dataset';

/** Filters of a variant for a catalogue. They act on scored candidates, so they never change a score. */
export interface PreparedFilters {
  /** 1 for items that may appear; undefined when every item may. */
  readonly allowed: Uint8Array | undefined;
  readonly maxPerCreator: number;
  /** Creator per item, −1 unknown (never limited). */
  readonly creatorCodes: Int32Array;
}

/** @throws INVALID_ARGUMENT naming an unknown category. */
export function prepareFilters(items: ItemTable, settings: FilterSettings): PreparedFilters {
  const { labels, offsets, codes } = items.categories;
  const codeOf = (list: 'includeCategories' | 'excludeCategories'): Set<number> =>
    new Set(
      settings[list].map((label) => {
        const code = labels.indexOf(label);
        if (code < 0) {
          throw new RankLabError('INVALID_ARGUMENT', `Unknown category “${label}”`, {
            place: `filters.${list}`,
            value: label,
            remedy: `Use one of: ${labels.slice(0, 30).join(', ')}`,
          });
        }
        return code;
      }),
    );
  const include = codeOf('includeCategories');
  const exclude = codeOf('excludeCategories');
  const maxPerCreator = settings.maxPerCreator ?? Infinity;
  if (include.size === 0 && exclude.size === 0) return { allowed: undefined, maxPerCreator, creatorCodes: items.creators.codes };
  const allowed = new Uint8Array(items.ids.size);
  for (let item = 0; item < allowed.length; item++) {
    let included = include.size === 0;
    let excluded = false;
    for (let p = offsets[item]; p < offsets[item + 1]; p++) {
      included ||= include.has(codes[p]);
      excluded ||= exclude.has(codes[p]);
    }
    allowed[item] = included && !excluded ? 1 : 0;
  }
  return { allowed, maxPerCreator, creatorCodes: items.creators.codes };
}
