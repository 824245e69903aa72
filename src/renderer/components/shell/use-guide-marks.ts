import { useEffect } from 'react';
import { useWorkspace } from '../../api/queries';
import { markStep } from '../../stores/guide-store';
import { useLive } from '../../stores/live-store';

/** Ticks “Compare” of the first steps once variants have been measured against each other. */
export function useGuideMarks(): void {
  const { data: workspace } = useWorkspace();
  const compared = useLive(({ exact, keys }) => exact && keys.length > 1);
  const path = workspace?.path;
  useEffect(() => {
    if (compared && path !== undefined) markStep(path, 'compare');
  }, [compared, path]);
}
