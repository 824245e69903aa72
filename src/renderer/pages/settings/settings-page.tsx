import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import type { ReactElement } from 'react';
import { bridge } from '../../api/client';
import { useDoctor, useHealth, useWorkspace } from '../../api/queries';
import { Facts } from '../../components/facts';
import { Page, PageHead, Panel } from '../../components/panel';
import { formatBytes, formatMinute } from '../../logic/format';
import { commandKey } from '../../logic/shortcuts';
import { LabDefaults } from './lab-defaults';
import { LiveMemory } from './live-memory';
import { IndexEngineForms } from './index-engine-forms';
import { KeyForm } from './key-form';
import { PasswordForm } from './password-form';
import { SafetyPanel } from './safety-panel';
import classes from './settings.module.css';

const schemes: readonly { readonly value: MantineColorScheme; readonly label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
];

const shortcuts = [
  [`${commandKey} K`, 'Search commands'],
  ['Alt 1, 2 …', 'Go to a page'],
  [`${commandKey} Z`, 'Undo in the Lab'],
  [`${commandKey} Shift Z`, 'Redo in the Lab'],
  ['Arrow keys', 'Move a slider by .01; with Shift by .1'],
  ['[ and ]', 'On a slider: to the flip mark below and above'],
  ['Home, End', 'To the ends of a slider, or the first and last state of the history'],
] as const;

export function SettingsPage(): ReactElement {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const doctor = useDoctor();
  const { data: workspace } = useWorkspace();
  const { data: health } = useHealth();
  const places = [
    ['Workspace', workspace ? workspace.path : 'none is open'],
    ['Created', workspace ? formatMinute(workspace.createdAtMs) : '–'],
    ['New workspaces', doctor.data?.workspacesFolder ?? '–'],
    ['Exports', workspace ? (bridge ? 'asked each time' : 'downloads of this browser') : '–'],
  ] as const;
  return (
    <Page>
      <PageHead title="Settings" />
      <div className={classes.grid}>
        <Panel title="Look">
          <SegmentedControl aria-label="Theme" data={[...schemes]} value={colorScheme} onChange={(value) => setColorScheme(value)} />
        </Panel>
        <Panel title="Locations" note="A workspace is one folder: data, models, experiments and their history">
          <Facts facts={places} />
        </Panel>
        <SafetyPanel hasWorkspace={workspace != null} />
        <LabDefaults />
        <LiveMemory />
        {bridge && <KeyForm secrets={bridge.secrets} />}
        {bridge && <PasswordForm secrets={bridge.secrets} />}
        <IndexEngineForms />
        <Panel title="Keyboard">
          <Facts facts={shortcuts} />
        </Panel>
        <Panel title="About" note="what this machine has is listed on Home">
          <Facts
            facts={[
              ['RankLab', health?.version ?? '–'],
              ['Node', doctor.data?.node ?? '–'],
              [
                'System',
                doctor.data ? `${doctor.data.platform}, ${doctor.data.cpuCount} cores, ${formatBytes(doctor.data.memoryBytes)}` : '–',
              ],
              ['Index backend', health ? `${health.indexBackend}: ${health.indexBackendReason}` : '–'],
            ]}
          />
        </Panel>
      </div>
    </Page>
  );
}
