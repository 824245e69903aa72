/** How one ranked list differs from another: the arrows, the joining curves and the counts above them. */
export interface Move {
  readonly id: string;
  readonly kind: 'new' | 'up' | 'down' | 'same';
  /** 0-based place in the left list; −1 when it was not there. */
  readonly from: number;
  /** 0-based place in the right list. */
  readonly to: number;
  /** Places moved, without a sign; 0 for new and same. */
  readonly by: number;
}

interface ListComparison {
  /** One per item of the right list, in its order. */
  readonly moves: readonly Move[];
  /** Ids of the left list that are not in the right one. */
  readonly dropped: readonly string[];
  readonly newCount: number;
  readonly movedCount: number;
}

export function compareLists(left: readonly string[], right: readonly string[]): ListComparison {
  const places = new Map(left.map((id, place) => [id, place]));
  const kept = new Set(right);
  const moves = right.map((id, to): Move => {
    const from = places.get(id);
    if (from === undefined) return { id, kind: 'new', from: -1, to, by: 0 };
    return { id, kind: from > to ? 'up' : from < to ? 'down' : 'same', from, to, by: Math.abs(from - to) };
  });
  return {
    moves,
    dropped: left.filter((id) => !kept.has(id)),
    newCount: moves.filter((move) => move.kind === 'new').length,
    movedCount: moves.filter((move) => move.by > 0).length,
  };
}

const arrows = { up: '▲', down: '▼' } as const;

/** How a move is written, and how it is read out. */
export function moveText({ kind, by, from }: Move): { readonly text: string; readonly spoken: string } {
  if (kind === 'new') return { text: 'new', spoken: 'new' };
  if (kind === 'same') return { text: '', spoken: 'same position' };
  return { text: `${arrows[kind]}${by}`, spoken: `${kind} ${by}, from ${from + 1}` };
}

/** A cubic curve across a gap of `width` pixels between two heights. */
export function curvePath(fromY: number, toY: number, width: number): string {
  const middle = width / 2;
  return `M0 ${fromY} C ${middle} ${fromY}, ${middle} ${toY}, ${width} ${toY}`;
}
