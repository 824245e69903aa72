/** Range and steps of the weight sliders. */

/** 0 … 1, extended to include the weight: 2.5 gives 0 … 3, and a negative weight extends the range to both sides. */
export function sliderRange(value: number): readonly [number, number] {
  const size = Math.max(1, Math.ceil(Math.abs(value)));
  return [value < 0 ? -size : 0, size];
}

interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The value after an arrow (a hundredth; with Shift a tenth), Page (a tenth), Home or End; undefined for other keys. */
export function keyStep({ key, shiftKey, altKey, ctrlKey, metaKey }: Press, value: number, low: number, high: number): number | undefined {
  if (altKey || ctrlKey || metaKey) return undefined;
  const step = shiftKey ? 0.1 : 0.01;
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: value + step,
    ArrowUp: value + step,
    ArrowLeft: value - step,
    ArrowDown: value - step,
    PageUp: value + 0.1,
    PageDown: value - 0.1,
    Home: low,
    End: high,
  };
  const next = Object.hasOwn(moves, key) ? moves[key] : undefined;
  return next === undefined ? undefined : Math.round(Math.max(low, Math.min(high, next)) * 10_000) / 10_000;
}

/** Parses a typed number: comma or point, true minus sign; undefined if it is not a number. */
export function readNumber(text: string): number | undefined {
  const cleaned = text.trim().replace('\u2212', '-').replace(',', '.');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(cleaned)) return undefined;
  const value = Number(cleaned);
  return Number.isFinite(value) ? value : undefined;
}

/** A weight in its field: two to four decimals. The stored weight is not rounded. */
export const fieldText = (value: number): string => value.toFixed(4).replace(/0{1,2}$/, '');
