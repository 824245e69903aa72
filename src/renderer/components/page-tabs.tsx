import { Tabs } from '@mantine/core';
import type { ComponentType, ReactElement } from 'react';
import { useNavigation } from '../stores/navigation-store';

interface Props<Id extends string> {
  /** Id of the page; its tabs have the addresses `#/PAGE?view=TAB`. */
  readonly page: string;
  readonly views: readonly { readonly id: Id; readonly label: string }[];
  readonly panels: Readonly<Record<Id, ComponentType>>;
}

/** A page's tabs; shows the one in the address, or the first if the address names no available tab. */
export function PageTabs<Id extends string>({ page, views, panels }: Props<Id>): ReactElement {
  const { route, go } = useNavigation();
  const shown = views.find(({ id }) => id === route.params['view']) ?? views[0];
  return (
    <Tabs value={shown?.id ?? null} onChange={(id) => go(page, id === null ? {} : { view: id })} keepMounted={false}>
      <Tabs.List mb={14}>
        {views.map(({ id, label }) => (
          <Tabs.Tab key={id} value={id}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {views.map(({ id }) => {
        const View: ComponentType = panels[id];
        return (
          <Tabs.Panel key={id} value={id}>
            <View />
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
