import { Button, CopyButton, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { api } from '../../api/client';
import { keys } from '../../api/query-keys';
import { Panel } from '../../components/panel';
import { apiSnippets, HIDDEN_TOKEN } from './logic/api-snippets';
import classes from './serve.module.css';

interface Props {
  readonly url: string;
  readonly token: string | null;
}

/** Example calls: the token is hidden on screen and included when copied. */
export function Snippets({ url, token }: Props): ReactElement {
  const [name, setName] = useState('curl');
  const { data } = useQuery({
    queryKey: keys.table('users', 'first'),
    queryFn: ({ signal }) => api().dataset.users({ search: '', offset: 0, limit: 1 }, { signal }),
    retry: false,
  });
  const user = data?.rows[0]?.userId ?? 'u1';
  const shown = apiSnippets(url, HIDDEN_TOKEN, user);
  const copied = apiSnippets(url, token ?? HIDDEN_TOKEN, user);
  const code = (snippets: typeof shown): string => snippets.find((snippet) => snippet.name === name)?.code ?? '';
  return (
    <Panel title="Call it">
      <div className={classes.stack}>
        <div className={classes.line}>
          <SegmentedControl aria-label="Language" data={shown.map((snippet) => snippet.name)} value={name} onChange={setName} />
          <CopyButton value={code(copied)}>
            {({ copied: done, copy }) => (
              <Button variant="default" onClick={copy}>
                {done ? 'Copied' : 'Copy with the token'}
              </Button>
            )}
          </CopyButton>
        </div>
        <pre className={classes.code} tabIndex={0} aria-label={`${name} example`}>
          {code(shown)}
        </pre>
      </div>
    </Panel>
  );
}
