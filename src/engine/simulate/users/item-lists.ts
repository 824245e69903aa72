import type { TrueLists } from '../click-models/port';

/** Lists with the truth about their entries, and with the entries: item rows, −1 beyond the end of a short list. */
export interface ItemLists extends TrueLists {
  readonly items: Int32Array;
}
