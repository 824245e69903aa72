import type { ReactElement } from 'react';
import type { ExperimentSummary } from '#shared/contract/experiment';
import { ChoiceMenu } from '../../components/pickers/choice-menu';
import { usePreferences } from '../../stores/preferences-store';
import { experimentColumns } from './experiments-table';

const names: Readonly<Record<string, string>> = {
  when: 'When',
  best: 'Winner',
  weights: 'Weights that differ',
  users: 'Users',
  notes: 'Notes',
};

/** The columns of the table of runs; the choice is kept on this machine. */
export function ColumnsMenu({ experiments }: { readonly experiments: readonly ExperimentSummary[] }): ReactElement {
  const { experimentColumns: chosen, set } = usePreferences();
  const { all, usual } = experimentColumns(experiments);
  return (
    <ChoiceMenu
      label="Choose columns"
      name="Columns"
      all={all.map((id) => ({ id, label: names[id] ?? id }))}
      chosen={chosen ?? usual}
      isUsual={chosen === null}
      usualLabel="The usual columns"
      onChoose={(ids) => set({ experimentColumns: ids })}
    />
  );
}
