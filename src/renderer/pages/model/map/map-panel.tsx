import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import type { MapMethod } from '#shared/schemas/model';
import { api } from '../../../api/client';
import { toFailure } from '../../../logic/failure';
import { finished } from '../../../api/workspaces';
import { EmptyState } from '../../../components/empty-state';
import { Failed, FailureNotice } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { Loading } from '../../../components/loading';
import { Panel } from '../../../components/panel';
import { isActive, useJobs } from '../../../stores/jobs-store';
import { MapView } from './map-view';
import { useCatalogueMap } from './use-map';
import classes from './map.module.css';

/** Up to this many videos UMAP takes less than five seconds of one core, so it is laid out unasked. */
const QUICK_VIDEOS = 2_000;

/** UMAP where there is a layout or one is made in seconds, PCA until then, unless the analyst chooses. */
function useMapMethod() {
  const [chosen, choose] = useState<MapMethod | null>(null);
  const pca = useCatalogueMap('pca');
  const umap = useCatalogueMap('umap');
  const job = useJobs((state) => Object.values(state.jobs).find((candidate) => candidate.kind === 'lay-out' && isActive(candidate)));
  const layOut = useMutation({
    mutationFn: async () => finished((await api().model.layOut()).jobId),
    onSuccess: () => umap.refetch(),
  });
  const isQuick = pca.data !== undefined && pca.data.videoIds.length <= QUICK_VIDEOS;
  const missing = umap.error !== null && toFailure(umap.error).code === 'NOT_BUILT';
  const unasked = chosen === null && isQuick && missing && layOut.isIdle && job === undefined;
  const { mutate } = layOut;
  useEffect(() => {
    if (unasked) mutate();
  }, [unasked, mutate]);
  const method = chosen ?? (umap.data ? 'umap' : 'pca');
  return { method, choose, layOut, job, shown: method === 'umap' ? umap : pca };
}

/** The catalogue in the plane: videos with similar texts lie close together. */
export function MapPanel(): ReactElement {
  const { method, choose, layOut, job, shown } = useMapMethod();
  const { data: map, error, refetch } = shown;
  const failure = error && toFailure(error);
  const missing = failure?.code === 'NOT_BUILT';
  const layOutButton = (
    <Button variant="default" h={28} loading={layOut.isPending || job !== undefined} onClick={() => layOut.mutate()}>
      {map ? 'Lay out again' : 'Lay out with UMAP'}
    </Button>
  );
  return (
    <Panel
      title="Catalogue map"
      note="by content: videos with similar texts lie close together"
      actions={
        <>
          {method === 'umap' && map && layOutButton}
          <SegmentedControl
            size="xs"
            aria-label="Projection"
            value={method}
            onChange={choose}
            data={[
              { value: 'pca', label: 'PCA' },
              { value: 'umap', label: 'UMAP' },
            ]}
          />
        </>
      }
    >
      <div className={classes.stack}>
        {layOut.error && <FailureNotice failure={toFailure(layOut.error)} title="The layout failed" />}
        {job && <JobProgress job={job} />}
        {map && <MapView map={map} />}
        {error && !missing && <Failed error={error} title="The map cannot be drawn" onRetry={() => void refetch()} />}
        {missing && method === 'pca' && (
          <EmptyState title="There is nothing to draw yet" text={`${failure.message}. ${failure.remedy ?? ''}`} />
        )}
        {missing && method === 'umap' && !job && (
          <EmptyState
            title="No UMAP layout yet"
            text="UMAP preserves neighbourhoods, PCA preserves distances. UMAP takes a while; from more than 10,000 videos it places an even sample of 10,000."
          >
            {layOutButton}
          </EmptyState>
        )}
        {!map && !error && <Loading label="Projecting the catalogue" />}
      </div>
    </Panel>
  );
}
