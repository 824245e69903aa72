import { Notifications } from '@mantine/notifications';
import type { ReactElement } from 'react';
import classes from './messages.module.css';

/** The application's short messages. They have a row of the frame below the page, which shrinks, so that nothing in use is covered. */
export const Messages = (): ReactElement => (
  <div className={classes.place}>
    <Notifications position="bottom-right" withinPortal={false} limit={4} autoClose={6000} zIndex={400} />
  </div>
);
