import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { SecretsBridge } from '#shared/bridge';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { FailureNotice } from '../../components/failed';
import { Panel } from '../../components/panel';
import { toFailure } from '../../logic/failure';
import { secretNameProblem } from '../../logic/secret-name';
import { secretPlaces } from './secret-places';
import classes from './settings.module.css';

/** Passwords of databases and tokens of scoring services, by the name that an address or a signal refers to. They are write-only. */
export function PasswordForm({ secrets }: { readonly secrets: SecretsBridge }): ReactElement {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const problem = secretNameProblem(name);
  const usable = name !== '' && problem === null;
  const where = useQuery({ queryKey: keys.secret(name), queryFn: () => secrets.where(name), enabled: usable });
  const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.secret(name) });
  const save = useMutation({
    mutationFn: () => secrets.set(name, value),
    onSuccess: () => {
      setValue('');
      return refresh();
    },
  });
  const remove = useMutation({ mutationFn: () => secrets.remove(name), onSuccess: refresh });
  return (
    <Panel title="Passwords and tokens" note="of databases (password-from) and scoring services (tokenFrom)">
      <form
        className={classes.line}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput
          size="xs"
          label="Name"
          placeholder="SHOP_PASSWORD"
          autoComplete="off"
          value={name}
          error={name === '' ? null : problem}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          size="xs"
          label="Password or token"
          autoComplete="off"
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!usable || value.length < 8} loading={save.isPending}>
          Keep
        </Button>
        {usable && where.data != null && (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        )}
      </form>
      <p className={classes.hint} role="status">
        {usable
          ? where.data == null
            ? `No secret is stored as ${name}.`
            : secretPlaces[where.data]
          : 'At least 8 characters; it is never shown again.'}
      </p>
      {(save.error ?? remove.error) && <FailureNotice failure={toFailure(save.error ?? remove.error)} />}
    </Panel>
  );
}
