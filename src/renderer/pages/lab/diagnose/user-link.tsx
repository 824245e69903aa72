import type { ReactElement } from 'react';
import { useLabView } from '../../../stores/lab-view-store';
import classes from './diagnose.module.css';

/** Shows a user's lists below. */
export function UserLink({ userId }: { readonly userId: string }): ReactElement {
  const isShown = useLabView((view) => view.contextKind === 'user' && view.userId === userId);
  return (
    <button
      type="button"
      className={classes.link}
      aria-current={isShown}
      title="Show this user’s lists"
      onClick={() => {
        useLabView.getState().show({ contextKind: 'user', userId });
        document.getElementById('lists-context')?.scrollIntoView({ block: 'start', behavior: 'smooth' });
      }}
    >
      {userId}
    </button>
  );
}
