import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { AttachmentCheck, AttachmentReport, IndexEngines } from '#shared/schemas/index-engine';
import { api } from '../../api/client';
import { useModelStatus } from '../../api/queries';
import { keys } from '../../api/query-keys';
import { Failed } from '../../components/failed';
import facts from '../../components/facts.module.css';
import classes from './settings.module.css';

const labels: Record<AttachmentCheck['name'], string> = {
  metric: 'Metric',
  dimensions: 'Vectors',
  index: 'Index',
  videos: 'Videos',
  sample: 'Sample',
};

const kinds: Record<AttachmentReport['which'], string> = { content: 'content vectors', factors: 'factors' };

const nouns: Record<keyof IndexEngines, string> = { pgvector: 'tables', qdrant: 'collections' };

/** What an engine has attached beside the vectors of the workspace, before anything searches it. */
export function AttachmentChecks({ engine }: { readonly engine: keyof IndexEngines }): ReactElement {
  const attached = `attached ${nouns[engine]}`;
  const built = useModelStatus().data?.built === true;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: keys.attachments,
    queryFn: ({ signal }) => api().model.attachments(undefined, { signal }),
    enabled: built,
    retry: false,
  });
  if (!built) return <p className={classes.hint}>The {attached} are compared with the vectors of a workspace once it has models.</p>;
  if (error) return <Failed error={error} title={`The ${attached} cannot be checked`} onRetry={() => void refetch()} />;
  return (
    <div role="status" aria-label={`Check of the ${attached}`}>
      {isFetching && <p className={classes.hint}>Comparing the {attached} with the workspace …</p>}
      {data
        ?.filter(({ backend }) => backend === engine)
        .map((report) => (
          <TableChecks key={report.which} report={report} />
        ))}
    </div>
  );
}

function TableChecks({ report: { which, table, passed, checks, remedy } }: { readonly report: AttachmentReport }): ReactElement {
  return (
    <section>
      <p className={classes.hint}>
        {`${table} for ${kinds[which]}: `}
        <strong>{passed ? 'agrees with the workspace' : 'differs from the workspace'}</strong>
      </p>
      <dl className={facts.facts}>
        {checks.map((check) => (
          <div key={check.name} style={{ display: 'contents' }}>
            <dt>{labels[check.name]}</dt>
            <dd>
              {check.passed ? '✓' : '✗'} {check.detail}
            </dd>
          </div>
        ))}
      </dl>
      {remedy !== null && <p className={classes.hint}>{remedy}.</p>}
    </section>
  );
}
