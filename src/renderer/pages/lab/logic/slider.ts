/** Range and steps of the weight sliders. */

/** 0 … 1, wider when the weight lies beyond: a typed 2.5 makes it 0 … 3, a negative one opens the other side as far. */
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

/** What was typed as a number: a comma or a point, a true minus sign; undefined when it is none. */
export function readNumber(text: string): number | undefined {
  const cleaned = text.trim().replace('\u2212', '-').replace(',', '.');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(cleaned)) return undefined;
  const value = Number(cleaned);
  return Number.isFinite(value) ? value : undefined;
}

/** A weight in its field: two decimals, up to four where they say more. What is kept is the weight itself. */
export const fieldText = (value: number): string => value.toFixed(4).replace(/0{1,2}$/, '');
