import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import type { WorkspaceInfo } from '#shared/schemas/system';
import { bridge } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { createWorkspace, joinPath, openWorkspace, workspacesFolder } from '../../api/workspaces';
import { FailureNotice } from '../../components/failed';
import { folderName } from '../../logic/file-names';

export type WorkspaceFormKind = 'create' | 'open' | 'import';

interface Props {
  readonly kind: WorkspaceFormKind;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onReady: (info: WorkspaceInfo) => void;
}

const titles: Record<WorkspaceFormKind, string> = {
  create: 'Create a workspace',
  open: 'Open a workspace',
  import: 'Import into a new workspace',
};

/** The name and folder of the form, cleared at every opening, and the call that creates or opens the workspace. */
function useWorkspaceForm({ kind, opened, onClose, onReady }: Props) {
  const [name, setName] = useState('');
  const [path, setPath] = useState('');
  const [home, setHome] = useState('');
  const [edited, setEdited] = useState(false);
  const creates = kind !== 'open';
  const shownPath = edited || !creates ? path : name === '' ? '' : joinPath(home, folderName(name));
  const submit = useMutation({
    mutationFn: () => (creates ? createWorkspace(shownPath, name.trim()) : openWorkspace(shownPath)),
    onSuccess: (info) => {
      onClose();
      onReady(info);
    },
  });
  useEffect(() => {
    if (!opened) return;
    setName('');
    setPath('');
    setEdited(false);
    submit.reset();
    workspacesFolder().then(setHome, () => setHome(''));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a fresh form at every opening, and only then
  }, [opened]);
  const editPath = (next: string): void => {
    setPath(next);
    setEdited(true);
  };
  const choose = async (): Promise<void> => {
    const chosen = await bridge?.chooseFolder({ title: titles[kind], create: creates });
    if (chosen == null) return;
    editPath(creates && name !== '' ? joinPath(chosen, folderName(name)) : chosen);
  };
  return { name, setName, shownPath, editPath, choose, creates, submit };
}

/** Asks for a name and a folder. The folder follows the name until it is edited. */
export function WorkspaceForm({ kind, opened, onClose, onReady }: Props): ReactElement {
  const { name, setName, shownPath, editPath, choose, creates, submit } = useWorkspaceForm({ kind, opened, onClose, onReady });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    submit.mutate();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={titles[kind]} centered>
      <form onSubmit={send}>
        <Stack gap={12}>
          {creates && (
            <TextInput
              label="Name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={200}
              required
              data-autofocus
            />
          )}
          <Group align="end" gap={8} wrap="nowrap">
            <TextInput
              label="Folder"
              description={bridge ? undefined : 'On the machine where the service runs'}
              value={shownPath}
              onChange={(event) => editPath(event.currentTarget.value)}
              required
              style={{ flex: 1 }}
              data-autofocus={creates ? undefined : true}
            />
            {bridge && (
              <Button variant="default" onClick={() => void choose()}>
                Choose…
              </Button>
            )}
          </Group>
          {submit.error && <FailureNotice failure={toFailure(submit.error)} />}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={submit.isPending}>
              {creates ? 'Create' : 'Open'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
