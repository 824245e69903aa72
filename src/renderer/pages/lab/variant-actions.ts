import type { Registries } from '#shared/schemas/system';
import { api } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { notifyDone, notifyFailure, notifyUndo } from '../../components/notify';
import { duplicateVariant, insertVariant, makeBaseline, removeVariant, resetWeights } from '../../logic/lab-document';
import { labDocument, useLab } from '../../stores/lab-store';
import { useLabView } from '../../stores/lab-view-store';

/** Shows a variant's settings; any but the baseline also becomes the one compared against it. */
export function chooseVariant(key: string): void {
  const isBaseline = labDocument().variants[0]?.key === key;
  useLabView.getState().show(isBaseline ? { edited: key } : { edited: key, challenger: key });
}

export function addVariant(source?: string): void {
  const added = duplicateVariant(labDocument(), source);
  if (!added) return;
  useLab.getState().change(() => added.document);
  chooseVariant(added.key);
}

export function deleteVariant(key: string): void {
  const { variants } = labDocument();
  const index = variants.findIndex((entry) => entry.key === key);
  const removed = variants[index];
  if (!removed || variants.length < 2) return;
  const { change } = useLab.getState();
  change((document) => removeVariant(document, key));
  repairView();
  notifyUndo(`Deleted “${removed.variant.name}”`, () => {
    change((document) => insertVariant(document, removed, index));
    chooseVariant(key);
  });
}

/** The weights of a new variant; locked ones stay. */
export function resetVariant(key: string): void {
  const { locked } = useLabView.getState();
  const isLocked = (signal: string): boolean => locked.includes(`${key}/${signal}`);
  useLab.getState().change((document) => resetWeights(document, key, isLocked));
}

/** Locks every slider of a variant, or unlocks them when all are locked. */
export function toggleLocks(key: string): void {
  const signals = queryClient.getQueryData<Registries>(keys.registries)?.signals.map(({ id }) => id) ?? [];
  const slots = [...signals, 'mmrLambda'].map((signal) => `${key}/${signal}`);
  const { locked, show } = useLabView.getState();
  const others = locked.filter((slot) => !slots.includes(slot));
  show({ locked: slots.every((slot) => locked.includes(slot)) ? others : [...others, ...slots] });
}

export function setBaseline(key: string): void {
  useLab.getState().change((document) => makeBaseline(document, key));
  repairView();
}

/** Stores a copy in the workspace under its name (or another) for the local API. */
export async function storeVariant(key: string, name?: string): Promise<void> {
  const variant = labDocument().variants.find((entry) => entry.key === key)?.variant;
  if (!variant) return;
  try {
    const stored = await api().variant.save({ ...variant, name: name ?? variant.name });
    notifyDone(name === 'default' ? `“${variant.name}” now answers the local API` : `Stored “${stored.name}” for the local API`);
  } catch (error) {
    notifyFailure('The variant could not be stored', error);
  }
}

/** Points the view at variants that exist: the challenger is never the baseline. */
export function repairView(): void {
  const { variants } = labDocument();
  const { edited, challenger, show } = useLabView.getState();
  const exists = (key: string): boolean => variants.some((entry) => entry.key === key);
  const isChallenger = challenger !== variants[0]?.key && exists(challenger);
  show({
    edited: exists(edited) ? edited : (variants.at(-1)?.key ?? edited),
    challenger: isChallenger ? challenger : (variants[1]?.key ?? challenger),
  });
}
