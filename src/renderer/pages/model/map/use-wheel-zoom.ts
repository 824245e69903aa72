import { useEffect, useRef, type RefObject } from 'react';

/** React registers wheel listeners as passive, which would also scroll the page. */
export function useWheelZoom(canvas: RefObject<HTMLCanvasElement | null>, onZoom: (factor: number, at: [number, number]) => void): void {
  const newest = useRef(onZoom);
  useEffect(() => {
    newest.current = onZoom;
  });
  useEffect(() => {
    const element = canvas.current;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      newest.current(Math.exp((-event.deltaY * lines) / 400), [event.offsetX, event.offsetY]);
    };
    element?.addEventListener('wheel', wheel, { passive: false });
    return () => element?.removeEventListener('wheel', wheel);
  }, [canvas]);
}
