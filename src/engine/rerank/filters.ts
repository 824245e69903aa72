import type { FilterSettings } from '#shared/schemas/variant';
import { parseCondition } from '#shared/conditions';
import { RankLabError } from '#shared/errors';
import { rowsPassing, tableTest, videoColumns } from '../core/conditions/table-columns';
import { furtherCellText } from '../core/conditions/cell-text';
import type { ItemTable } from '../model/dataset';

/** Filters of a variant for a catalogue. They act on scored candidates, so they never change a score. */
export interface PreparedFilters {
  /** 1 for items that may appear; undefined when every item may. */
  readonly allowed: Uint8Array | undefined;
  /** The same by the category filters alone. */
  readonly inCategories?: Uint8Array | undefined;
  readonly maxPerCreator: number;
  /** Creator per item, −1 unknown (never limited). */
  readonly creatorCodes: Int32Array;
}

/** The place of a variant's conditions in messages. */
const place = 'filters.where';

/** @throws INVALID_ARGUMENT naming an unknown category or column, or a value of another type than the column's. */
export function prepareFilters(items: ItemTable, settings: FilterSettings): PreparedFilters {
  const byCategory = allowedByCategories(items, settings);
  const byColumn = allowedByColumns(items, settings);
  const allowed = byCategory && byColumn ? byCategory.map((pass, item) => pass & byColumn[item]) : (byCategory ?? byColumn);
  return { allowed, inCategories: byCategory, maxPerCreator: settings.maxPerCreator ?? Infinity, creatorCodes: items.creators.codes };
}

/** 1 for items that the category filters let through; undefined without any. @throws INVALID_ARGUMENT naming an unknown category. */
export function allowedByCategories(
  items: ItemTable,
  settings: Pick<FilterSettings, 'includeCategories' | 'excludeCategories'>,
): Uint8Array | undefined {
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
  if (include.size === 0 && exclude.size === 0) return undefined;
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
  return allowed;
}

/** Masks by their conditions: every position of a slider prepares its filters again. */
const masks = new WeakMap<ItemTable, Map<string, Uint8Array | undefined>>();
const keptMasks = 32;

/** 1 for items that pass the conditions on columns; undefined without any. @throws INVALID_ARGUMENT */
export function allowedByColumns(items: ItemTable, { where = [] }: Pick<FilterSettings, 'where'>): Uint8Array | undefined {
  if (where.length === 0) return undefined;
  const known = masks.get(items) ?? new Map<string, Uint8Array | undefined>();
  masks.set(items, known);
  const key = JSON.stringify(where);
  const mask = known.get(key) ?? rowsPassing(videoColumns(items), items.ids.size, where, place);
  known.delete(key);
  known.set(key, mask);
  const [oldest] = known.keys();
  if (known.size > keptMasks && oldest !== undefined) known.delete(oldest);
  return mask;
}

/** The filters that remove an item, each with the item's cell; empty for an item that may appear. */
export function filtersAgainst(items: ItemTable, settings: FilterSettings, item: number): string[] {
  const mask = allowedByCategories(items, settings);
  const table = videoColumns(items);
  return [
    ...(mask?.[item] === 0 ? ['the category filters'] : []),
    ...(settings.where ?? []).flatMap((text, at) => {
      if (tableTest(table, text, `${place}.${at}`)(item)) return [];
      const name = parseCondition(text)?.column ?? '';
      return [`the filter “${text}” (its ${name} is ${furtherCellText(table.column(name), item)})`];
    }),
  ];
}
