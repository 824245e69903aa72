import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { UserSelect } from '../../../components/pickers/user-select';
import { labDocument, useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { useLive } from '../../../stores/live-store';
import { usePreferences } from '../../../stores/preferences-store';
import { userOptions } from '../logic/test-users';

interface Props {
  readonly value: string | null;
  readonly onChange: (userId: string) => void;
}

/** The baseline, and the variant that stands against it. */
function variantsNow() {
  const { variants } = labDocument();
  const { challenger } = useLabView.getState();
  return variants.filter(({ key }, index) => index === 0 || key === challenger).map(({ variant }) => variant);
}

/** Finds a user by its part in the test; a test user with hits is chosen to start with. */
export function TestUserPicker({ value, onChange }: Props): ReactElement {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 150);
  const split = useLabDocument((document) => document.split);
  const relevance = useLabDocument((document) => document.relevance);
  const seed = useLabDocument((document) => document.seed);
  const k = useLabDocument((document) => document.k);
  const memoryMb = usePreferences((preferences) => preferences.liveMemoryMb);
  // Not while a slider moves: hits are those of the lists at rest. Before the first numbers they are not prepared.
  const ready = useLive((live) => live.output !== null || live.preparing !== null || live.unprepared || live.failure !== null);
  const question = {
    ...{ split, relevance, seed, k },
    search: settled.replace(/^user /, ''),
    chosen: value,
    ...(memoryMb !== null && { memoryBytes: memoryMb * 1_000_000 }),
  };
  const { data } = useQuery({
    queryKey: keys.testUsers(JSON.stringify([question, ready])),
    queryFn: ({ signal }) => api().experiment.testUsers({ ...question, variants: variantsNow() }, { signal }),
    placeholderData: keepPreviousData,
    enabled: ready || value !== null,
  });
  const first = data?.users[0]?.userId;
  useEffect(() => {
    if (value === null && first !== undefined) onChange(first);
  }, [value, first, onChange]);
  const chosen = data?.chosen?.userId === value ? data.chosen : null;
  const options = userOptions(data?.users ?? [], chosen);
  const known = options.some(({ items }) => items.some((item) => item.value === value));
  return (
    <UserSelect
      title="A user, the videos of the training history, and whether the user is in the test part"
      width={250}
      data={value === null || known ? options : [{ group: 'Chosen', items: [{ value, label: `user ${value}` }] }, ...options]}
      value={value}
      onChange={onChange}
      onSearch={setSearch}
    />
  );
}
