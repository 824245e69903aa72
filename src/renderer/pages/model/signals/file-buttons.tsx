import { Button, FileButton, Group } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { NamedSignal } from '#shared/schemas/signal';
import { storeRun, storeVectors } from '../../../api/stored-files';
import { FailureNotice } from '../../../components/failed';
import { toFailure } from '../../../logic/failure';
import { schemaFields } from '../../../logic/json-schema-fields';

/** How the files that a parameter can name are stored, by the `suggestions` of its schema. */
const stores = { runs: storeRun, vectors: storeVectors } as const;

const storeOf = (suggestions: string | undefined) =>
  suggestions === 'runs' || suggestions === 'vectors' ? stores[suggestions] : undefined;

interface Props {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly draft: NamedSignal;
  readonly onChange: (params: Record<string, unknown>) => void;
}

/** A button for every parameter that names a stored file: stores a file of this machine, and takes it for the parameter. */
export function FileButtons({ schema, draft, onChange }: Props): ReactElement | null {
  const add = useMutation({
    mutationFn: async ({ name, file, suggestions }: { readonly name: string; readonly file: File; readonly suggestions: string }) => {
      const { sha256 } = (await storeOf(suggestions)?.(file, draft.knownAt)) ?? {};
      return { name, sha256 };
    },
    onSuccess: ({ name, sha256 }) => onChange({ ...draft.params, [name]: sha256 }),
  });
  const fields = schemaFields(schema).flatMap((field) =>
    field.kind === 'text' && storeOf(field.suggestions) ? [{ ...field, suggestions: field.suggestions ?? '' }] : [],
  );
  if (fields.length === 0) return null;
  return (
    <>
      <Group gap={8}>
        {fields.map(({ name, label, suggestions }) => (
          <FileButton key={name} onChange={(file) => file && add.mutate({ name, file, suggestions })}>
            {({ onClick }) => (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconFileImport size={14} aria-hidden />}
                loading={add.isPending && add.variables.name === name}
                onClick={onClick}
              >
                Add a file: {label.toLowerCase()}
              </Button>
            )}
          </FileButton>
        ))}
      </Group>
      {add.error && <FailureNotice failure={toFailure(add.error)} title="The file was not added" />}
    </>
  );
}
