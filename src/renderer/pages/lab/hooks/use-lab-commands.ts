import { useMemo } from 'react';
import { letterOf, setCutoff } from '../../../logic/lab-document';
import { useCommands, type Command } from '../../../stores/commands-store';
import { useLab, useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { addVariant, chooseVariant, deleteVariant } from '../variant-actions';

/** What the palette can do while the Lab is shown. */
export function useLabCommands(): void {
  const names = useLabDocument((document) => JSON.stringify(document.variants.map(({ key, variant }) => [key, variant.name])));
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
      { id: 'variant-add', label: 'Add a variant', group, run: () => addVariant(useLabView.getState().edited) },
      { id: 'variant-delete', label: 'Delete the chosen variant', group, run: () => deleteVariant(useLabView.getState().edited) },
      { id: 'undo', label: 'Undo', group, run: undo },
      { id: 'redo', label: 'Redo', group, run: redo },
      ...[5, 10, 20, 50].map((k) => ({
        id: `k-${k}`,
        label: `List length and cutoff k = ${k}`,
        group,
        run: () => change((document) => setCutoff(document, k)),
      })),
    ];
  }, [names]);
  useCommands(commands);
}
