import { Button, Drawer } from '@mantine/core';
import type { ReactElement } from 'react';
import type { InteractionRow, UserProfile } from '#shared/schemas/dataset';
import { useUserProfile } from '../../../api/queries';
import factClasses from '../../../components/facts.module.css';
import { Failed } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { VirtualTable, type Column } from '../../../components/virtual-table';
import { formatCount, formatMinute } from '../../../logic/format';
import { useLabView } from '../../../stores/lab-view-store';
import { useNavigation } from '../../../stores/navigation-store';
import { TasteBar } from '../../../components/pickers/taste-bar';

const columns: readonly Column<InteractionRow>[] = [
  { name: 'When', width: '130px', cell: ({ timestampMs }) => formatMinute(timestampMs) },
  { name: 'Video', width: 'minmax(0, 1fr)', cell: ({ title, videoId }) => (title === '' ? videoId : title) },
  { name: 'Kind', width: '90px', cell: ({ kind }) => kind },
  { name: 'Value', width: '80px', numeric: true, cell: ({ value }) => value ?? '' },
];

/** One user: taste, history, and the way to the Lab. */
export function UserDrawer({ userId, onClose }: { readonly userId: string | null; readonly onClose: () => void }): ReactElement {
  const { data, error, refetch } = useUserProfile(userId);
  return (
    <Drawer opened={userId !== null} onClose={onClose} position="right" size="xl" title={userId ?? 'User'}>
      {error && <Failed error={error} title="The user cannot be read" onRetry={() => void refetch()} />}
      {!data && !error && userId !== null && <Loading label="Reading the user" />}
      {data && <Profile profile={data} />}
    </Drawer>
  );
}

function Profile({ profile }: { readonly profile: UserProfile }): ReactElement {
  const go = useNavigation((navigation) => navigation.go);
  const openInLab = (): void => {
    useLabView.getState().show({ contextKind: 'user', userId: profile.userId });
    go('lab');
  };
  return (
    <div className={factClasses.stack}>
      <TasteBar userId={profile.userId} />
      <dl className={factClasses.facts}>
        <dt>Interactions</dt>
        <dd>{formatCount(profile.interactionCount)}</dd>
        {Object.entries(profile.columns).map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div>
        <Button variant="default" onClick={openInLab}>
          Show in the Lab
        </Button>
      </div>
      <VirtualTable
        label="History"
        columns={columns}
        count={profile.history.length}
        row={(index) => profile.history[index]}
        height="calc(100vh - 300px)"
      />
    </div>
  );
}
