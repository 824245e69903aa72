import { IconPlus } from '@tabler/icons-react';
import type { KeyboardEvent, ReactElement } from 'react';
import { letterOf, MAX_VARIANTS } from '../../../logic/lab-document';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { addVariant, chooseVariant } from '../variant-actions';
import classes from './sidebar.module.css';
import { VariantMenu } from './variant-menu';

/** A, B, … : the first is the baseline, the chosen one's settings are below. */
export function VariantTabs(): ReactElement {
  const variants = useLabDocument((document) => document.variants);
  const edited = useLabView((view) => view.edited);
  const chosen = variants.some(({ key }) => key === edited) ? edited : variants[0]?.key;
  const press = (event: KeyboardEvent, index: number): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = variants[(index + step + variants.length) % variants.length];
    if (!next) return;
    chooseVariant(next.key);
    document.getElementById(`variant-${next.key}`)?.focus();
  };
  return (
    <div className={classes.tabs}>
      <div role="tablist" aria-label="Variants" style={{ display: 'contents' }}>
        {variants.map(({ key, variant }, index) => (
          <div key={key} className={classes.tab} role="presentation">
            <button
              id={`variant-${key}`}
              type="button"
              role="tab"
              className={classes.choose}
              aria-selected={key === chosen}
              tabIndex={key === chosen ? 0 : -1}
              title={variant.notes === '' ? variant.name : `${variant.name}\n${variant.notes}`}
              onClick={() => chooseVariant(key)}
              onKeyDown={(event) => press(event, index)}
            >
              <b>{letterOf(index)}</b> {variant.name}
            </button>
            <VariantMenu entry={{ key, variant }} index={index} />
          </div>
        ))}
      </div>
      <button
        type="button"
        className={classes.add}
        aria-label="Add a variant"
        title="Add a variant: a copy of the chosen one"
        disabled={variants.length >= MAX_VARIANTS}
        onClick={() => addVariant(chosen)}
      >
        <IconPlus size={14} aria-hidden />
      </button>
    </div>
  );
}
