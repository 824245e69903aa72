import type { Job } from '#shared/schemas/job';
import { dialog, Notification } from 'electron';
import type { ServiceLog } from './service-log';
import type { Windows } from './windows';

/** Shows the progress of running jobs, in [0, 1], on the dock or task bar; null removes it. */
export function showProgress(windows: Windows, fraction: number | null): void {
  for (const window of windows.all()) window.setProgressBar(fraction ?? -1);
}

/** Notifies of a finished job when no window has the focus. */
export function notifyOfJob(windows: Windows, job: Job): void {
  if (windows.all().some((window) => window.isFocused()) || !Notification.isSupported()) return;
  const title = job.status === 'succeeded' ? `${job.label}: done` : `${job.label}: ${job.status}`;
  const notification = new Notification({ title, body: job.error?.message ?? job.detail });
  notification.on('click', () => windows.focus());
  notification.show();
}

/** The service crashed several times in a row. It is restarted anyway; the message points to the log. */
export function warnOfCrashes(log: ServiceLog): void {
  void dialog
    .showMessageBox({
      type: 'warning',
      message: 'The service keeps stopping.',
      detail: `It is restarted each time, and saved data is safe. Its last output:\n\n${log.lastLines()}`,
      buttons: ['Close', 'Show Log File'],
      cancelId: 0,
    })
    .then(({ response }) => response === 1 && log.show());
}
