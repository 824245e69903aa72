import { lazy, Suspense, type ReactElement } from 'react';

/** The renderer is larger than a page: fetched with the first formula that is shown. */
const MathMl = lazy(() => import('./math-ml').then((module) => ({ default: module.MathMl })));

/** A formula in LaTeX, as MathML; its source until the renderer is there. */
export function Formula({ latex }: { readonly latex: string }): ReactElement {
  return (
    <Suspense fallback={<code>{latex}</code>}>
      <MathMl latex={latex} />
    </Suspense>
  );
}
