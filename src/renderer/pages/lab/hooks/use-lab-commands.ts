import { useMemo } from 'react';
import { letterOf, setCutoff } from '../../../logic/lab-document';
import { useCommands, type Command } from '../../../stores/commands-store';
import { openGoal } from '../../../stores/goal-store';
import { showDiagnosis } from '../../../stores/diagnose-store';
import { useLab, useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { openLens } from '../../../stores/lens-store';
import { openMultiverse } from '../../../stores/multiverse-store';
import { addVariant, chooseVariant, deleteVariant, resetVariant, setBaseline, storeVariant, toggleLocks } from '../variant-actions';

const edited = (): string => useLabView.getState().edited;

/** Palette commands while the Lab is shown. */
export function useLabCommands(): void {
  const names = useLabDocument((document) => JSON.stringify(document.variants.map(({ key, variant }) => [key, variant.name])));
  const metrics = useLabDocument((document) => document.metrics);
  const commands = useMemo((): Command[] => {
    const { undo, redo, change } = useLab.getState();
    const variants = JSON.parse(names) as [string, string][];
    const group = 'Lab';
    return [
      ...variants.map(([key, name], index) => ({
        id: `variant-${key}`,
        label: `Variant ${letterOf(index)} · ${name}`,
        group,
        run: () => chooseVariant(key),
      })),
      { id: 'variant-add', label: 'Add a variant', group, run: () => addVariant(edited()) },
      { id: 'variant-reset', label: 'Reset the weights of the chosen variant', group, run: () => resetVariant(edited()) },
      { id: 'variant-baseline', label: 'Make the chosen variant the baseline', group, run: () => setBaseline(edited()) },
      { id: 'variant-store', label: 'Store the chosen variant for the local API', group, run: () => void storeVariant(edited()) },
      { id: 'lock-all', label: 'Lock or unlock all sliders of the chosen variant', group, run: () => toggleLocks(edited()) },
      { id: 'variant-delete', label: 'Delete the chosen variant', group, run: () => deleteVariant(edited()) },
      { id: 'context-user', label: 'Lists for a user', group, run: () => useLabView.getState().show({ contextKind: 'user' }) },
      { id: 'context-query', label: 'Lists for a query', group, run: () => useLabView.getState().show({ contextKind: 'query' }) },
      { id: 'context-video', label: 'Lists similar to a video', group, run: () => useLabView.getState().show({ contextKind: 'video' }) },
      { id: 'segment-all', label: 'Metrics of all users', group, run: () => useLabView.getState().show({ segment: null }) },
      ...metrics.map((spec) => ({
        id: `lens-${spec}`,
        label: `Definitions of ${spec}: does the winner flip?`,
        group,
        run: () => openLens(spec),
      })),
      ...metrics.map((spec) => ({
        id: `multiverse-${spec}`,
        label: `Multiverse of ${spec}: every combination of conventions`,
        group,
        run: () => openMultiverse(spec),
      })),
      { id: 'diagnose-blame', label: 'Where the missing ndcg is lost', group, run: () => showDiagnosis('blame') },
      {
        id: 'diagnose-movers',
        label: 'Who loses and who gains between the baseline and the chosen variant',
        group,
        run: () => showDiagnosis('movers'),
      },
      { id: 'diagnose-map', label: 'Sensitivity map of the chosen variant', group, run: () => showDiagnosis('sensitivity') },
      { id: 'goal', label: 'Rearrange the list of the chosen variant: find the weights', group, run: () => openGoal(edited()) },
      { id: 'undo', label: 'Undo', group, run: undo },
      { id: 'redo', label: 'Redo', group, run: redo },
      ...[5, 10, 20, 50].map((k) => ({
        id: `k-${k}`,
        label: `List length and cutoff k = ${k}`,
        group,
        run: () => change((document) => setCutoff(document, k)),
      })),
    ];
  }, [names, metrics]);
  useCommands(commands);
}
