/** A cell beyond these limits is treated as damage, not as data. */
export const importLimits = {
  idCharacters: 500,
  textCharacters: 100_000,
  kindCharacters: 50,
  kindCount: 256,
  columnCount: 5_000,
  /** A quoted cell that runs over more lines than this was most likely never closed. */
  linesPerRecord: 1_000,
} as const;
