import type { ReactElement } from 'react';

interface Props {
  /** Of equal scores. */
  readonly ties: boolean | undefined;
  /** Of equal timestamps in the split. */
  readonly timeTies?: boolean | undefined;
}

/** † and ‡ behind a verdict that the order of what is equal would change. */
export const TieMarks = ({ ties, timeTies }: Props): ReactElement => (
  <>
    {ties && <Mark sign="†" text="another order of equal scores would change the verdict" />}
    {timeTies && <Mark sign="‡" text="another order of equal timestamps would change the verdict" />}
  </>
);

const Mark = ({ sign, text }: { readonly sign: string; readonly text: string }): ReactElement => (
  <span title={`${sign} ${text}`}>
    <span aria-hidden> {sign}</span>
    <span className="visually-hidden">, {text}</span>
  </span>
);
