import {
  IconAdjustments,
  IconBook2,
  IconDatabase,
  IconHome,
  IconTargetArrow,
  IconPlugConnected,
  IconSettings,
  IconStack2,
  IconTestPipe,
  IconTable,
} from '@tabler/icons-react';
import { lazy, type ComponentType } from 'react';
import type { PageEntry, ShellProps } from '../components/shell/page-entry';
import { dataViews } from './data/views';
import { experimentViews } from './experiments/views';
import { modelViews } from './model/views';
import { simulateViews } from './simulate/views';
import { tuneViews } from './tune/views';

type LoadedPage = { readonly default: ComponentType };
const page = (fetch: () => Promise<LoadedPage>): Pick<PageEntry, 'Page' | 'fetch'> => ({ Page: lazy(fetch), fetch });

/** Every page, in the order of the navigation. A new page is one file and one line here. */
export const pages: ShellProps['pages'] = [
  {
    id: 'home',
    label: 'Home',
    icon: IconHome,
    inBar: true,
    needs: 'nothing',
    ...page(() => import('./home/home-page').then((m) => ({ default: m.HomePage }))),
  },
  {
    id: 'data',
    label: 'Data',
    icon: IconDatabase,
    inBar: true,
    needs: 'workspace',
    views: dataViews,
    ...page(() => import('./data/data-page').then((m) => ({ default: m.DataPage }))),
  },
  {
    id: 'model',
    label: 'Model',
    icon: IconStack2,
    inBar: true,
    needs: 'data',
    views: modelViews,
    ...page(() => import('./model/model-page').then((m) => ({ default: m.ModelPage }))),
  },
  {
    id: 'lab',
    label: 'Lab',
    icon: IconAdjustments,
    inBar: true,
    needs: 'model',
    ...page(() => import('./lab/lab-page').then((m) => ({ default: m.LabPage }))),
  },
  {
    id: 'tune',
    label: 'Tune',
    icon: IconTargetArrow,
    needs: 'model',
    views: tuneViews,
    ...page(() => import('./tune/tune-page').then((m) => ({ default: m.TunePage }))),
  },
  {
    id: 'simulate',
    label: 'Simulate',
    icon: IconTestPipe,
    needs: 'model',
    views: simulateViews,
    ...page(() => import('./simulate/simulate-page').then((m) => ({ default: m.SimulatePage }))),
  },
  {
    id: 'experiments',
    label: 'Experiments',
    icon: IconTable,
    inBar: true,
    needs: 'workspace',
    views: experimentViews,
    ...page(() => import('./experiments/experiments-page').then((m) => ({ default: m.ExperimentsPage }))),
  },
  {
    id: 'serve',
    label: 'Serve',
    icon: IconPlugConnected,
    needs: 'workspace',
    ...page(() => import('./serve/serve-page').then((m) => ({ default: m.ServePage }))),
  },
  {
    id: 'definitions',
    label: 'Definitions',
    icon: IconBook2,
    needs: 'nothing',
    ...page(() => import('./definitions/definitions-page').then((m) => ({ default: m.DefinitionsPage }))),
  },
  {
    id: 'settings',
    label: 'Settings',
    icon: IconSettings,
    needs: 'nothing',
    ...page(() => import('./settings/settings-page').then((m) => ({ default: m.SettingsPage }))),
  },
];
