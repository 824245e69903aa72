import { useState } from 'react';

/**
 * The axis while the sliders move is that of the last exact numbers: a point that moves on a moving axis cannot be followed. It fits again when they
 * rest, or when other things are shown (`of`).
 */
export function useHeldExtent(extent: number, exact: boolean, of: string): number {
  const [held, setHeld] = useState({ extent, of, exact });
  if ((exact && (held.extent !== extent || !held.exact)) || held.of !== of) {
    const next = { extent, of, exact };
    setHeld(next);
    return extent;
  }
  // Numbers that were never exact, as right after opening, fit themselves.
  return held.exact ? held.extent : extent;
}
