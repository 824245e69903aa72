import type { Variant } from '#shared/schemas/variant';
import { notifyDone, notifyFailure } from '../../components/notify';
import { appendVariant, MAX_VARIANTS } from '../../logic/lab-document';
import { labDocument, useLab } from '../../stores/lab-store';
import { useLabView } from '../../stores/lab-view-store';

/** The variant as a new one of the Lab, shown against the baseline there. */
export function addToLab(variant: Variant): void {
  const added = appendVariant(labDocument(), variant);
  if (!added) {
    notifyFailure('The variant was not added', new Error(`The Lab holds at most ${MAX_VARIANTS} variants: delete one there first`));
    return;
  }
  useLab.getState().change(() => added.document);
  useLabView.getState().show({ edited: added.key, challenger: added.key });
  notifyDone(`“${added.name}” is in the Lab`);
}
