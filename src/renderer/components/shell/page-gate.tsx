import { Button } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useModelStatus, useWorkspace } from '../../api/queries';
import { useNavigation } from '../../stores/navigation-store';
import { EmptyState } from '../empty-state';
import { Failed } from '../failed';
import { Loading } from '../loading';
import type { Need } from './page-entry';

interface Props {
  readonly needs: Need;
  readonly children: ReactNode;
}

/** Shows a page only if its prerequisites are met; otherwise names what is missing and links to it. */
export function PageGate({ needs, children }: Props): ReactNode {
  const workspace = useWorkspace();
  const model = useModelStatus();
  if (needs === 'nothing') return children;
  if (workspace.isError)
    return <Failed error={workspace.error} title="The workspace cannot be read" onRetry={() => void workspace.refetch()} />;
  if (workspace.data === undefined) return <Loading label="Opening the workspace" />;
  if (workspace.data === null)
    return <Missing title="No workspace is open" text="Open one, create one, or try the sample." page="home" action="Go to Home" />;
  if (needs === 'workspace') return children;
  if (!workspace.data.hasData)
    return <Missing title="This workspace has no data yet" text="Generate some or import your own." page="data" action="Go to Data" />;
  if (needs === 'data') return children;
  if (model.isError) return <Failed error={model.error} title="The models cannot be read" onRetry={() => void model.refetch()} />;
  if (model.data === undefined) return <Loading label="Reading the models" />;
  if (!model.data.built)
    return (
      <Missing
        title="Nothing is built yet"
        text="Embeddings, factors and the index come first; it takes seconds."
        page="model"
        action="Go to Model"
      />
    );
  return children;
}

interface MissingProps {
  readonly title: string;
  readonly text: string;
  readonly page: string;
  readonly action: string;
}

function Missing({ title, text, page, action }: MissingProps): ReactElement {
  const go = useNavigation((navigation) => navigation.go);
  return (
    <EmptyState title={title} text={text}>
      <Button onClick={() => go(page)}>{action}</Button>
    </EmptyState>
  );
}
