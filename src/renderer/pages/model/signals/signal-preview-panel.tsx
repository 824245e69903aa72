import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactElement } from 'react';
import type { NamedSignal, SignalPreview } from '#shared/schemas/signal';
import { useRegistries } from '../../../api/queries';
import { useSignalPreview } from '../../../api/signals';
import { FailureNotice } from '../../../components/failed';
import { Facts } from '../../../components/facts';
import { Loading } from '../../../components/loading';
import { Panel } from '../../../components/panel';
import { toFailure } from '../../../logic/failure';
import { formatCount } from '../../../logic/format';
import layout from '../../../components/form-and-results.module.css';
import model from '../model.module.css';
import { definitionOf, idProblem, isComplete } from './draft';
import { Histogram } from './histogram';

/** Typing does not ask for a preview of every letter. */
const PAUSE_MS = 250;

/** What the open definition gives on the data; it follows the form. */
export function SignalPreviewPanel({ draft }: { readonly draft: NamedSignal }): ReactElement {
  const { data: registries } = useRegistries();
  const [settled] = useDebouncedValue(draft, PAUSE_MS);
  const kind = registries?.signalKinds.find(({ id }) => id === settled.kind);
  const [asked, setAsked] = useState('');
  const text = JSON.stringify(settled);
  const ready = isComplete(settled, kind?.params) && idProblem(settled.id) === null;
  // Asking a service may cost money, so that is done on request.
  const enabled = ready && (kind?.asksService !== true || asked === text);
  const { data, error, isFetching } = useSignalPreview(settled.id, definitionOf(settled), enabled);
  return (
    <Panel title="On the data" note={isFetching ? 'computing' : undefined}>
      {kind?.asksService === true && asked !== text && (
        <Button variant="default" disabled={!ready} onClick={() => setAsked(text)}>
          Ask the service for a few videos
        </Button>
      )}
      {!ready && <p className={layout.hint}>Fill in the definition to see what it gives.</p>}
      {enabled && error && <FailureNotice failure={toFailure(error)} />}
      {enabled && !error && !data && <Loading label="Computing the values" />}
      {enabled && !error && data && <Answer preview={data} />}
    </Panel>
  );
}

const number = (value: number): string => value.toPrecision(4);

function Answer({ preview }: { readonly preview: SignalPreview }): ReactElement {
  const { withValue, computed, byUser, users, videos, minimum, maximum, mean, unit, exampleUser, elapsedMs } = preview;
  const share = computed === 0 ? 0 : (100 * withValue) / computed;
  const rows = [
    ['With a value', `${share.toFixed(1)} % of ${byUser ? `${formatCount(users)} users × ` : ''}${formatCount(videos)} videos`],
    ['Range', `${number(minimum)} to ${number(maximum)}, mean ${number(mean)}`],
    ['Unit', unit],
    ['Computed in', `${elapsedMs.toFixed(0)} ms`],
  ];
  return (
    <div className={layout.stack}>
      <Facts facts={rows} />
      <Histogram counts={preview.histogram} low={minimum} high={maximum} />
      {preview.notes.map((note) => (
        <p key={note} className={model.stale} role="status">
          {note}
        </p>
      ))}
      <Examples title={exampleUser === null ? 'Highest' : `Highest for ${exampleUser}`} videos={preview.highest} />
      <Examples title={exampleUser === null ? 'Lowest' : `Lowest for ${exampleUser}`} videos={preview.lowest} />
    </div>
  );
}

function Examples({ title, videos }: { readonly title: string; readonly videos: SignalPreview['highest'] }): ReactElement {
  return (
    <table className={layout.table}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" className={layout.number}>
            Value
          </th>
        </tr>
      </thead>
      <tbody>
        {videos.map(({ videoId, title: name, value }) => (
          <tr key={videoId}>
            <th scope="row">{name === '' ? videoId : name}</th>
            <td className={layout.number}>{number(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
