import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { BuildSettings } from '#shared/schemas/model';
import { api } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { keys } from '../../api/query-keys';
import { describeEstimate } from './logic/embedding-cost';
import classes from './model.module.css';

/** Estimated cost of the embeddings before anything is sent; empty for local ones. */
export function EmbeddingCost({ settings }: { readonly settings: BuildSettings }): ReactElement | null {
  const [settled] = useDebouncedValue(settings, 300);
  const { data, error, isFetching } = useQuery({
    queryKey: keys.estimate(JSON.stringify(settled.embeddings)),
    queryFn: ({ signal }) => api().model.estimate(settled, { signal }),
    enabled: settled.embeddings !== null,
  });
  if (settings.embeddings === null || (data === null && error === null)) return null;
  const text = error ? toFailure(error).message : data ? describeEstimate(data) : isFetching ? 'Estimating the cost' : '';
  return (
    <p className={classes.cost} role="status" aria-label="Cost of the embeddings">
      {text}
    </p>
  );
}
