import { app, dialog } from 'electron';
import type { Service } from './service';
import type { Windows } from './windows';

/**
 * Quitting, by the menu or by closing the last window: asks once when a job is running, then waits until the service has finished writing. A second
 * request during the first is a no-op.
 */
export function setupQuit(windows: Windows, service: Pick<Service, 'runningJobs' | 'stop'>): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  const close = async (): Promise<void> => {
    const jobs = await service.runningJobs();
    if (!(await mayQuit(jobs.map((job) => job.label)))) {
      state = 'open';
      return;
    }
    await service.stop();
    state = 'closed';
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void close();
  });
  // While the question is open its window must still be there. On macOS an application lives on without windows.
  windows.onClosingLast((event) => {
    if (process.platform === 'darwin' || state === 'closed') return;
    event.preventDefault();
    app.quit();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

async function mayQuit(jobs: readonly string[]): Promise<boolean> {
  if (jobs.length === 0) return true;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: jobs.length === 1 ? `“${jobs[0]}” is still running.` : `${jobs.length} jobs are still running.`,
    detail: 'Quitting stops them. Unfinished work is lost; everything else is kept.',
    buttons: ['Keep Running', 'Quit Anyway'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
