import { Select } from '@mantine/core';
import { useState, type ReactElement } from 'react';

interface Option {
  readonly value: string;
  readonly label: string;
}

interface Props {
  /** Options to choose from, in groups or plain. */
  readonly data: readonly Option[] | readonly { readonly group: string; readonly items: readonly Option[] }[];
  readonly value: string | null;
  readonly width: number;
  readonly title: string;
  readonly onChange: (userId: string) => void;
  readonly onSearch: (text: string) => void;
}

/** A user by id. On focus the text is selected, so that typing replaces it and filters at once. */
export function UserSelect({ data, value, width, title, onChange, onSearch }: Props): ReactElement {
  const [opened, setOpened] = useState(false);
  const labels = data.flatMap((entry) => ('items' in entry ? entry.items : [entry])).map(({ label }) => label);
  const search = (text: string): void => onSearch(labels.includes(text) ? '' : text);
  return (
    <Select
      aria-label="User"
      title={title}
      w={width}
      maw="100%"
      searchable
      limit={500}
      maxDropdownHeight={340}
      comboboxProps={{ width: Math.max(width, 300), position: 'bottom-start' }}
      data={data.map((entry) => ('items' in entry ? { group: entry.group, items: [...entry.items] } : entry)) as Option[]}
      filter={({ options }) => options}
      value={value}
      dropdownOpened={opened}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => {
        setOpened(false);
        onSearch('');
      }}
      onFocus={(event) => event.currentTarget.select()}
      onClick={(event) => event.currentTarget.select()}
      onChange={(next) => next !== null && onChange(next)}
      onSearchChange={search}
      nothingFoundMessage="No such user"
      allowDeselect={false}
    />
  );
}
