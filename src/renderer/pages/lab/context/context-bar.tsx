import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { setCutoff } from '../../../logic/lab-document';
import { useLab, useLabDocument } from '../../../stores/lab-store';
import { useLabView, type ContextKind } from '../../../stores/lab-view-store';
import { WhyNot } from '../why-not/why-not';
import classes from './context.module.css';
import { TasteBar } from '../../../components/pickers/taste-bar';
import { TestUserPicker } from './test-user-picker';
import { VideoPicker } from '../../../components/pickers/video-picker';

const kinds: readonly { readonly value: ContextKind; readonly label: string }[] = [
  { value: 'user', label: 'User' },
  { value: 'query', label: 'Query' },
  { value: 'video', label: 'Similar to' },
];
const cutoffs = [5, 10, 20, 50, 100];

/** Context and length of the lists below. */
export function ContextBar(): ReactElement {
  const { contextKind, query, userId, videoId, show } = useLabView();
  const k = useLabDocument((document) => document.k);
  const options = [...new Set([...cutoffs, k])].sort((a, b) => a - b).map((value) => ({ value: String(value), label: `k = ${value}` }));
  return (
    <div id="lists-context" className={classes.bar} role="group" aria-label="Context of the lists">
      <SegmentedControl
        aria-label="Kind of list"
        data={[...kinds]}
        value={contextKind}
        onChange={(kind) => show({ contextKind: kinds.find(({ value }) => value === kind)?.value ?? 'user' })}
      />
      {contextKind === 'user' && <TestUserPicker value={userId} onChange={(id) => show({ userId: id })} />}
      {contextKind === 'query' && (
        <TextInput
          aria-label="Query"
          placeholder="Search text"
          w={320}
          value={query}
          onChange={(event) => show({ query: event.currentTarget.value })}
          maxLength={1000}
        />
      )}
      {contextKind === 'video' && <VideoPicker label="Seed video" value={videoId} onChange={(id) => show({ videoId: id })} width={320} />}
      <div className={classes.middle}>{contextKind === 'user' && <TasteBar userId={userId} />}</div>
      <WhyNot />
      <NativeSelect
        aria-label="List length and cutoff k"
        data={options}
        value={String(k)}
        onChange={(event) => useLab.getState().change((document) => setCutoff(document, Number(event.currentTarget.value)))}
      />
    </div>
  );
}
