import './style-nonce'; // before anything that checks a value or adds a style
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { connect } from './api/client';
import { followRunningJobs } from './api/jobs';
import { queryClient } from './api/query-client';
import { followAddress } from './stores/navigation-store';

followAddress();
connect(() => {
  void queryClient.invalidateQueries();
  followRunningJobs().catch(() => undefined);
});

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
