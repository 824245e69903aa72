import { useEffect } from 'react';
import { labDocument, useLab } from '../../../stores/lab-store';
import { repairView } from '../variant-actions';

/** After undo, redo and scrubbing the view may point at a variant that is not there: it moves to one that is. */
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
