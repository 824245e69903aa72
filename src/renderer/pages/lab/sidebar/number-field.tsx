import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { fieldText, readNumber } from '../logic/slider';
import classes from './sidebar.module.css';

interface Props {
  readonly label: string;
  readonly value: number;
  readonly disabled?: boolean;
  readonly onCommit: (value: number) => void;
}

/** A number field, committed on Enter or blur; Escape or invalid input keeps the old value. */
export function NumberField({ label, value, disabled = false, onCommit }: Props): ReactElement {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    const next = draft === null ? undefined : readNumber(draft);
    setDraft(null);
    if (next !== undefined && next !== value) onCommit(next);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') setDraft(null);
  };
  const shown = fieldText(value);
  return (
    <input
      className={classes.number}
      aria-label={label}
      inputMode="decimal"
      value={draft ?? shown}
      disabled={disabled}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={press}
      onBlur={commit}
    />
  );
}
