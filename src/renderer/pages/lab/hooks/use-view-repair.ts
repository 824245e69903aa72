import { useEffect } from 'react';
import { labDocument, useLab } from '../../../stores/lab-store';
import { repairView } from '../variant-actions';

/** After undo, redo and scrubbing the view may reference a missing variant: it switches to an existing one. */
export function useViewRepair(): void {
  useEffect(() => {
    let known = labDocument().variants;
    repairView();
    return useLab.subscribe(() => {
      const { variants } = labDocument();
      if (variants === known) return;
      known = variants;
      repairView();
    });
  }, []);
}
