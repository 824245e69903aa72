import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { SecretsBridge } from '#shared/bridge';
import { toFailure } from '../../logic/failure';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { FailureNotice } from '../../components/failed';
import { Panel } from '../../components/panel';
import { secretPlaces } from './secret-places';
import classes from './settings.module.css';

const NAME = 'OPENAI_API_KEY';

/** The key for OpenAI embeddings. It is write-only. */
export function KeyForm({ secrets }: { readonly secrets: SecretsBridge }): ReactElement {
  const [value, setValue] = useState('');
  const where = useQuery({ queryKey: keys.secret(NAME), queryFn: () => secrets.where(NAME) });
  const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.secret(NAME) });
  const save = useMutation({
    mutationFn: () => secrets.set(NAME, value.trim()),
    onSuccess: () => {
      setValue('');
      return refresh();
    },
  });
  const remove = useMutation({ mutationFn: () => secrets.remove(NAME), onSuccess: refresh });
  const failure = save.error ?? remove.error;
  return (
    <Panel title="OpenAI key" note="needed only for OpenAI embeddings">
      <form
        className={classes.line}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <PasswordInput
          size="xs"
          label="Key"
          autoComplete="off"
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          style={{ flex: 1 }}
        />
        <Button type="submit" disabled={value.trim() === ''} loading={save.isPending}>
          Keep
        </Button>
        {where.data != null && (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        )}
      </form>
      <p className={classes.hint} role="status">
        {where.data == null ? 'No key is set.' : secretPlaces[where.data]}
      </p>
      {failure && <FailureNotice failure={toFailure(failure)} />}
    </Panel>
  );
}
