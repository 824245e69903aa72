import type { ReactElement } from 'react';
import type { ImportReport } from '#shared/schemas/dataset';
import { formatCount, plural } from '../../../logic/format';
import { fileNameOf } from '../../../logic/import-plan';
import classes from './import.module.css';

const confidenceText = (confidence: number): string => (confidence >= 0.995 ? '' : ` (${Math.round(100 * confidence)}% sure)`);

/** How one file was read: what its columns became, and the rows and cells that were not taken. */
export function ImportedFileFacts({ file }: { readonly file: ImportReport['files'][number] }): ReactElement {
  const { lines, accepted, rejected, leftOutBecause, mapping, kept, dropped, unreadable, format } = file;
  const facts = [
    format,
    mapping.map(({ field, column, confidence }) => `${field} = ${column}${confidenceText(confidence)}`).join(', '),
    ...(kept.length > 0 ? [`kept as well: ${kept.map(({ column, type }) => `${column} (${type})`).join(', ')}`] : []),
    ...(dropped.length > 0 ? [`columns left out: ${dropped.join(', ')}`] : []),
    ...leftOutBecause.map(({ reason, count }) => `${plural(count, 'row')} left out: ${reason}`),
    ...unreadable.map(
      ({ column, count, line, reason }) => `${plural(count, 'cell')} of ${column} are treated as missing; line ${line}: ${reason}`,
    ),
  ];
  return (
    <>
      <p>
        {fileNameOf(file.file)}: {formatCount(accepted)} of {plural(lines, 'line')} accepted, {formatCount(rejected)} rejected
      </p>
      {facts.map((fact) => (
        <p key={fact} className={classes.facts}>
          {fact}
        </p>
      ))}
    </>
  );
}
