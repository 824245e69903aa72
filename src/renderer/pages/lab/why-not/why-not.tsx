import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { WhyNotOutput } from '#shared/schemas/explanation';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { Failed } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { VideoPicker } from '../../../components/pickers/video-picker';
import { letterOf } from '../../../logic/lab-document';
import { rankingContext } from '../../../logic/ranking-context';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { WhyNotAnswer } from './why-not-answer';

/** Selects a video and shows where it was dropped from the list of the edited variant. */
export function WhyNot(): ReactElement {
  const [videoId, setVideoId] = useState<string | null>(null);
  return (
    <>
      <VideoPicker label="Why not this video?" placeholder="Why not…?" value={null} onChange={setVideoId} width={150} />
      {videoId !== null && <WhyNotDialog videoId={videoId} onClose={() => setVideoId(null)} />}
    </>
  );
}

interface DialogProps {
  readonly videoId: string;
  /** Of the traced variant; the edited one by default. */
  readonly variantKey?: string;
  readonly onClose: () => void;
}

export function WhyNotDialog({ videoId, variantKey, onClose }: DialogProps): ReactElement {
  const view = useLabView();
  const k = useLabDocument((document) => document.k);
  const split = useLabDocument((document) => document.split);
  const seed = useLabDocument((document) => document.seed);
  const index = useLabDocument((document) =>
    Math.max(
      0,
      document.variants.findIndex(({ key }) => key === (variantKey ?? view.edited)),
    ),
  );
  const entry = useLabDocument((document) => document.variants[index]);
  const context = rankingContext(view);
  const question =
    entry && context ? { context, video: videoId, variant: entry.variant, limit: k, side: 'evaluation' as const, split, seed } : null;
  const { data, error, refetch } = useQuery<WhyNotOutput>({
    queryKey: keys.whyNot(JSON.stringify(question)),
    queryFn: ({ signal }) => {
      if (!question) throw new Error('Choose a user, a query or a video first');
      return api().recommend.whyNot(question, { signal });
    },
    gcTime: 60_000,
  });
  return (
    <Modal opened onClose={onClose} title={`Why not, in ${letterOf(index)}?`} size="lg" centered>
      {error && <Failed error={error} title="The video could not be traced" onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Tracing the video through every stage" />}
      {data && entry && <WhyNotAnswer answer={data} variantKey={entry.key} k={k} />}
    </Modal>
  );
}
