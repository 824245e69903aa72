import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { queryClient } from './api/query-client';
import { AppShell } from './components/shell/app-shell';
import { Palette } from './components/shell/palette';
import { openPath } from './open-path';
import { pages } from './pages/registry';
import { styleNonce } from './style-nonce';
import { cssVariables, theme } from './theme';

export function App(): ReactElement {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables} getStyleNonce={() => styleNonce}>
      <QueryClientProvider client={queryClient}>
        <AppShell pages={pages} openPath={openPath} />
        <Palette pages={pages} openPath={openPath} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
