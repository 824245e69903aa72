import { lazy, Suspense, type ReactElement } from 'react';

/** The renderer is large, so it is fetched with the first formula. */
const MathMl = lazy(() => import('./math-ml').then((module) => ({ default: module.MathMl })));

/** A LaTeX formula as MathML; shows the source until the renderer is loaded. */
export function Formula({ latex }: { readonly latex: string }): ReactElement {
  return (
    <Suspense fallback={<code>{latex}</code>}>
      <MathMl latex={latex} />
    </Suspense>
  );
}
