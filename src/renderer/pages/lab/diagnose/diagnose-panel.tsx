import { Button } from '@mantine/core';
import type { ComponentType, ReactElement } from 'react';
import { showDiagnosis, useDiagnose, type DiagnoseView } from '../../../stores/diagnose-store';
import { BlameView } from './blame-view';
import classes from './diagnose.module.css';
import { MoversView } from './movers-view';
import { SensitivityView } from './sensitivity-view';

const views: readonly { readonly id: DiagnoseView; readonly label: string; readonly View: ComponentType }[] = [
  { id: 'movers', label: 'Who loses', View: MoversView },
  { id: 'blame', label: 'Where it is lost', View: BlameView },
  { id: 'sensitivity', label: 'Sensitivity map', View: SensitivityView },
];

/** Questions about the variants beyond their metrics; computed when opened. */
export function DiagnosePanel(): ReactElement {
  const shown = useDiagnose(({ view }) => view);
  const View = views.find(({ id }) => id === shown)?.View;
  return (
    <section className={classes.panel} aria-label="Diagnosis">
      <div className={classes.head}>
        {views.map(({ id, label }) => (
          <Button
            key={id}
            size="compact-xs"
            variant={id === shown ? 'light' : 'default'}
            aria-expanded={id === shown}
            onClick={() => showDiagnosis(id === shown ? null : id)}
          >
            {label}
          </Button>
        ))}
      </div>
      {View && <View />}
    </section>
  );
}
