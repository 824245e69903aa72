import { useMemo, type ReactElement } from 'react';
import type { SweepOutput } from '#shared/schemas/sweep';
import { useSettingNames } from '../../api/use-setting-names';
import { ParallelChart } from '../../charts/parallel/parallel-chart';
import { plural } from '../../logic/format';
import { sweepAxes, sweepLines } from './logic/parallel-axes';
import { settingsTable } from './logic/sweep-rows';

/** An axis for each varied setting and each objective, a line for each setting tried. */
export function ParallelCoordinates({ output }: { readonly output: SweepOutput }): ReactElement {
  const { nameOf } = useSettingNames(output.variant);
  const axes = useMemo(() => sweepAxes(output, nameOf), [output, nameOf]);
  const lines = useMemo(() => sweepLines(output), [output]);
  return (
    <ParallelChart
      name="Sweep settings"
      label={`Values and objectives of ${output.settings.length - 1} settings, a line for each`}
      axes={axes}
      lines={lines}
      table={() => settingsTable(output)}
      what={(count) => plural(count, 'setting')}
    />
  );
}
