import { openWorkspace } from './api/workspaces';
import { notifyFailure } from './components/notify';
import { useNavigation } from './stores/navigation-store';

/** Opens a workspace and its most useful page, or a result in the open workspace. */
export async function openPath(path: string): Promise<void> {
  if (path.endsWith('.ranklab')) {
    const { openResultFile } = await import('./pages/experiments/experiment-flows');
    return openResultFile(path);
  }
  try {
    const info = await openWorkspace(path);
    useNavigation.getState().go(info.isBuilt ? 'lab' : info.hasData ? 'model' : 'data');
  } catch (error) {
    notifyFailure('The workspace cannot be opened', error);
  }
}
