import { openWorkspace } from './api/workspaces';
import { notifyFailure } from './components/notify';
import { useNavigation } from './stores/navigation-store';

/** Opens a workspace and goes to where its work goes on, or a result in the workspace that is open. */
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
