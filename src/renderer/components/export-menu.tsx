import { Button, Checkbox, Group, Popover, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState, type ReactElement } from 'react';
import { api } from '../api/client';
import { toFailure } from '../logic/failure';
import { saveFiles } from '../api/save-files';
import { useRegistries } from '../api/queries';
import { useCommands } from '../stores/commands-store';
import { FailureNotice } from './failed';
import { notifyDone } from './notify';

type Source = Parameters<ReturnType<typeof api>['report']['export']>[0]['source'];

interface Props {
  readonly source: () => Source;
  readonly label?: string;
  readonly height?: number;
}

const bytesOf = (base64: string): Blob => new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))]);

/** Writes an experiment in the chosen formats: into a folder in the desktop window, as downloads in a browser. */
export function ExportMenu({ source, label = 'Export', height = 30 }: Props): ReactElement {
  const { data } = useRegistries();
  const [chosen, setChosen] = useState<readonly string[]>(['csv']);
  const [opened, setOpened] = useState(false);
  useCommands(useMemo(() => [{ id: 'export', label, group: 'Files', run: () => setOpened(true) }], [label]));
  const write = useMutation({
    mutationFn: async () => {
      const { files, savedTo } = await api().report.export({ source: source(), formats: [...chosen] });
      const place = await saveFiles(
        files.map(({ encoding, content, ...file }) => ({ ...file, content: encoding ? bytesOf(content) : content })),
      );
      return place === null ? null : `${files.map(({ name }) => name).join(', ')}${place || savedTo ? ` in ${place || savedTo}` : ''}`;
    },
    onSuccess: (what) => {
      setOpened(false);
      if (what !== null) notifyDone(`Exported ${what}`);
    },
  });
  return (
    <Popover opened={opened} onChange={setOpened} width={300} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" h={height} onClick={() => (write.reset(), setOpened(!opened))}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group label="Formats" value={[...chosen]} onChange={setChosen}>
          <Stack gap={8} mt={8}>
            {data?.reportFormats.map((format) => (
              <Checkbox key={format.id} value={format.id} label={format.label} description={format.description} />
            ))}
          </Stack>
        </Checkbox.Group>
        {write.error && <FailureNotice failure={toFailure(write.error)} />}
        <Group justify="flex-end" mt={12}>
          <Button loading={write.isPending} disabled={chosen.length === 0} onClick={() => write.mutate()}>
            Export files
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
