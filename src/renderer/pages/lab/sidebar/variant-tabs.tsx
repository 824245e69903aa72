import { FileButton } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { memo, useEffect, type KeyboardEvent, type ReactElement } from 'react';
import { letterOf, MAX_VARIANTS, variantColor } from '../../../logic/lab-document';
import type { VariantHead } from '../../../stores/lab-selectors';
import { addRunFiles } from '../run-actions';
import { addVariant, chooseVariant } from '../variant-actions';
import { TabDifference } from './tab-difference';
import classes from './sidebar.module.css';
import { VariantMenu } from './variant-menu';

interface Props {
  readonly heads: readonly VariantHead[];
  readonly chosen: string | undefined;
}

/** A, B, … : the first is the baseline, the chosen one's settings are below. */
export const VariantTabs = memo(function VariantTabs({ heads, chosen }: Props): ReactElement {
  useEffect(() => {
    // Not returned: browsers answer a promise, which React would take for the clean-up.
    void document.getElementById(`variant-${chosen}`)?.parentElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen]);
  const press = (event: KeyboardEvent, index: number): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = heads[(index + step + heads.length) % heads.length];
    if (!next) return;
    chooseVariant(next.key);
    document.getElementById(`variant-${next.key}`)?.focus();
  };
  return (
    <div className={classes.tabs} role="group" aria-label="Variants">
      <div className={classes.row}>
        {heads.map((head, index) => (
          <div key={head.key} className={classes.tab}>
            <button
              id={`variant-${head.key}`}
              type="button"
              className={classes.choose}
              aria-pressed={head.key === chosen}
              title={head.notes === '' ? head.name : `${head.name}\n${head.notes}`}
              onClick={() => chooseVariant(head.key)}
              onKeyDown={(event) => press(event, index)}
            >
              <i className={classes.variantColor} style={{ background: variantColor(index) }} aria-hidden />
              <b>{letterOf(index)}</b> {head.name}
              {index > 0 && <TabDifference variantKey={head.key} />}
            </button>
            <VariantMenu head={head} index={index} only={heads.length === 1} />
          </div>
        ))}
      </div>
      <AddButtons chosen={chosen} full={heads.length >= MAX_VARIANTS} />
    </div>
  );
});

/** A copy of the chosen variant, or runs made elsewhere. */
function AddButtons({ chosen, full }: { readonly chosen: string | undefined; readonly full: boolean }): ReactElement {
  return (
    <div className={classes.adds}>
      <button
        type="button"
        className={classes.add}
        aria-label="Add a variant"
        title="Add a variant: a copy of the chosen one"
        disabled={full}
        onClick={() => addVariant(chosen)}
      >
        <IconPlus size={14} aria-hidden />
      </button>
      <FileButton multiple onChange={(files) => void addRunFiles(files)}>
        {({ onClick }) => (
          <button
            type="button"
            className={classes.add}
            aria-label="Add a run"
            title="Add a run made elsewhere: a TREC run, CSV, Parquet or JSON Lines file. Dropping it on the Lab does the same."
            disabled={full}
            onClick={onClick}
          >
            <IconFileImport size={14} aria-hidden />
          </button>
        )}
      </FileButton>
    </div>
  );
}
