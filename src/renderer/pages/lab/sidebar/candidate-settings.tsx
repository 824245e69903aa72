import { Popover } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { memo, useState, type ReactElement } from 'react';
import type { CandidateSettings } from '#shared/schemas/variant';
import { useRegistries, useRuns } from '../../../api/queries';
import { formatCount } from '../../../logic/format';
import { useVariantPart } from '../../../stores/lab-selectors';
import { useLab } from '../../../stores/lab-store';
import { CandidateForm } from './candidate-form';
import { runOfSource, sourceKey } from '../logic/run-sources';
import classes from './sidebar.module.css';
import { SourceWeights } from './source-weights';

const coldText = { fallback: 'fallback list', empty: 'empty list', exclude: 'left out' } as const;

/** Summary of the candidate settings, with a form behind the pencil. */
export const CandidateSettingsPanel = memo(function CandidateSettingsPanel({
  variantKey,
}: {
  readonly variantKey: string;
}): ReactElement | null {
  const [opened, setOpened] = useState(false);
  const { data } = useRegistries();
  const { data: runs = [] } = useRuns();
  const settings = useVariantPart(variantKey, (variant) => variant.candidates);
  if (!settings) return null;
  const labelOf = (source: CandidateSettings['sources'][number]): string =>
    runs.find(({ sha256 }) => sha256 === runOfSource(source))?.file ??
    data?.candidateSources.find(({ id }) => id === source.id)?.label ??
    source.id;
  return (
    <section aria-label="Candidates">
      <h2 className={classes.heading}>
        Candidates
        <Popover
          opened={opened}
          onChange={setOpened}
          width={300}
          position="right"
          shadow="md"
          trapFocus
          returnFocus
          onClose={useLab.getState().endGesture}
        >
          <Popover.Target>
            <button type="button" className={classes.tool} aria-label="Change candidates" title="Change" onClick={() => setOpened(!opened)}>
              <IconPencil size={13} aria-hidden />
            </button>
          </Popover.Target>
          <Popover.Dropdown>
            <CandidateForm variantKey={variantKey} settings={settings} />
          </Popover.Dropdown>
        </Popover>
      </h2>
      <Facts settings={settings} labelOf={labelOf} />
      <SourceWeights variantKey={variantKey} sources={settings.sources} labelOf={labelOf} />
    </section>
  );
});

interface FactsProps {
  readonly settings: CandidateSettings;
  readonly labelOf: (source: CandidateSettings['sources'][number]) => string;
}

function Facts({ settings, labelOf }: FactsProps): ReactElement {
  const { data } = useRegistries();
  const { sources, merge, poolSize, universe, removeSeen, coldUsers } = settings;
  const method = data?.fusionMethods.find(({ id }) => id === merge.id)?.label ?? merge.id;
  return (
    <div className={classes.pairs}>
      {sources.map((source) => (
        <div key={sourceKey(source)} className={classes.pair}>
          {labelOf(source)} <b>{formatCount(source.limit)}</b>
        </div>
      ))}
      <div className={classes.pair}>
        Merge <b>{merge.id === 'rrf' ? `RRF, k = ${merge.k}` : method}</b>
      </div>
      <div className={classes.pair}>
        Pool{' '}
        <b>
          {formatCount(poolSize)}
          {universe === 'all' ? ' of all videos' : ''}
        </b>
      </div>
      <div className={classes.pair}>
        Seen videos <b>{removeSeen ? 'removed' : 'kept'}</b>
      </div>
      <div className={classes.pair}>
        Cold-start users <b>{coldText[coldUsers]}</b>
      </div>
    </div>
  );
}
