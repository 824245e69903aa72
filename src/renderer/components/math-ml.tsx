import temml from 'temml';
import { useLayoutEffect, useRef, type ReactElement } from 'react';

/** MathML of a LaTeX formula. Invalid input is shown as source. */
export function MathMl({ latex }: { readonly latex: string }): ReactElement {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (place.current) temml.render(latex, place.current, { displayMode: true, throwOnError: false });
  }, [latex]);
  return <span ref={place} style={{ display: 'block', fontSize: 14 }} />;
}
