import type { Picture } from './compare.d.mts';
export function decodePng(file: Buffer): Picture;
export function encodePng(picture: Picture): Buffer;
