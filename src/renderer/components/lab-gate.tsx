import type { ReactElement, ReactNode } from 'react';
import { useWorkspace } from '../api/queries';
import { Loading } from './loading';
import { useLabStorage } from './use-lab-storage';

/** Waits for the saved Lab, which the page reads or changes, and saves every change while the page is shown. */
export function LabGate({ children }: { readonly children: ReactNode }): ReactElement {
  const { data: workspace } = useWorkspace();
  const storage = useLabStorage(workspace?.path ?? '');
  return storage === 'loading' ? <Loading label="Restoring the Lab" /> : <>{children}</>;
}
