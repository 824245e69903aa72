import { createElement, useMemo, type ReactElement } from 'react';
import { readLatex, type MathNode } from '../logic/latex-math';

const tags = { identifier: 'mi', number: 'mn', operator: 'mo', text: 'mtext' } as const;

function element(node: MathNode, key?: number): ReactElement {
  switch (node.kind) {
    case 'row':
      return createElement('mrow', { key }, ...node.children.map(element));
    case 'fraction':
      return createElement('mfrac', { key }, element(node.above), element(node.below));
    case 'script': {
      const { base, sub, sup, limits } = node;
      const tag = sub && sup ? (limits ? 'munderover' : 'msubsup') : sub ? (limits ? 'munder' : 'msub') : limits ? 'mover' : 'msup';
      return createElement(tag, { key }, element(base), ...[sub, sup].filter((part) => part !== undefined).map((part) => element(part)));
    }
    case 'space':
      return createElement('mspace', { key, width: '0.4em' });
    default:
      return createElement(tags[node.kind], { key }, node.text);
  }
}

/** A formula from the small part of LaTeX that definitions use, as MathML. */
export function Formula({ latex }: { readonly latex: string }): ReactElement {
  const tree = useMemo(() => readLatex(latex), [latex]);
  return createElement('math', { display: 'block', style: { fontSize: 14, overflowX: 'auto' } }, element(tree));
}
