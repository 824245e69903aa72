import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { timestampUnitSchema, type FileOptions } from '#shared/schemas/dataset';
import { withOption } from '../../../logic/import-plan';
import type { ImportFile } from '../../../stores/import-store';
import { delimiterNames, encodingNames, timeUnitLabels } from './format-words';
import { reread } from './import-actions';
import classes from './import.module.css';

const detected = { value: '', label: 'as detected' };
const choices = (labels: Readonly<Record<string, string>>) => [
  detected,
  ...Object.entries(labels).map(([value, label]) => ({ value, label })),
];
const encodingLabels = Object.fromEntries(encodingNames.map((encoding) => [encoding, encoding]));
const yesNo = { true: 'yes', false: 'no' };

/** Format overrides for wrong detections; the preview updates. */
export function FileFormatForm({ file }: { readonly file: ImportFile }): ReactElement {
  const { options } = file;
  const set = <Name extends keyof FileOptions>(name: Name, value: FileOptions[Name] | undefined): void =>
    void reread(file, withOption(options, name, value));
  const flag = (value: string | null): boolean | undefined => (value === 'true' ? true : value === 'false' ? false : undefined);
  return (
    <details className={classes.format} open={Object.keys(options ?? {}).some((name) => name !== 'where' && name !== 'flags')}>
      <summary>Read it differently</summary>
      <div className={classes.line}>
        <Select
          label="Delimiter"
          w={130}
          allowDeselect={false}
          data={choices(delimiterNames)}
          value={options?.delimiter ?? ''}
          onChange={(value) => set('delimiter', value === null || value === '' ? undefined : value)}
        />
        <Select
          label="Encoding"
          w={140}
          allowDeselect={false}
          data={choices(encodingLabels)}
          value={options?.encoding ?? ''}
          onChange={(value) => set('encoding', value === null || value === '' ? undefined : value)}
        />
        <Select
          label="First row is a header"
          w={150}
          allowDeselect={false}
          data={choices(yesNo)}
          value={options?.hasHeader === undefined ? '' : String(options.hasHeader)}
          onChange={(value) => set('hasHeader', flag(value))}
        />
        <Select
          label="Times are"
          w={230}
          allowDeselect={false}
          data={choices(timeUnitLabels)}
          value={options?.timestampUnit ?? ''}
          onChange={(value) => set('timestampUnit', timestampUnitSchema.safeParse(value).data)}
        />
        <Select
          label="Decimal comma"
          w={130}
          allowDeselect={false}
          data={choices(yesNo)}
          value={options?.decimalComma === undefined ? '' : String(options.decimalComma)}
          onChange={(value) => set('decimalComma', flag(value))}
        />
      </div>
    </details>
  );
}
