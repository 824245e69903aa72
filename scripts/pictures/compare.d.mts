export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Three bytes per pixel, row by row. */
  readonly rgb: Uint8Array;
}
export const mostUnmatched: number;
export function halved(picture: Picture): Picture;
export function unlike(one: Picture, other: Picture): { readonly share: number; readonly mask: Uint8Array };
export function marked(picture: Picture, mask: Uint8Array): Picture;
