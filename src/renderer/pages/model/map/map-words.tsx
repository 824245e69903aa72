import { Anchor } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import type { CatalogueMap } from '#shared/schemas/model';
import { formatCount, formatValue } from '../../../logic/format';
import { summariseCategories } from '../logic/map-text';
import type { Highlight } from './use-highlights';
import classes from './map.module.css';

interface Props {
  readonly map: CatalogueMap;
  readonly highlights: readonly Highlight[];
  readonly onOpen: (videoId: string) => void;
}

/** The map as text: positions of categories and of the Lab's lists. */
export function MapWords(props: Props): ReactElement {
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.words} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The map in words</summary>
      {open && <Tables {...props} />}
    </details>
  );
}

function Tables({ map, highlights, onOpen }: Props): ReactElement {
  const summary = useMemo(() => summariseCategories(map), [map]);
  return (
    <>
      <table>
        <thead>
          <tr>
            {['Category', 'Videos', 'Centre x', 'Centre y', 'Spread'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summary.map(({ category, count, x, y, spread }) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              <td>{formatCount(count)}</td>
              <td>{formatValue(x)}</td>
              <td>{formatValue(y)}</td>
              <td>{formatValue(spread)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {highlights.length > 0 && (
        <table>
          <thead>
            <tr>
              {['Video', 'List', 'Position', 'x', 'y'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {highlights.map(({ point, list, position }) => (
              <tr key={`${list} ${position}`}>
                <th scope="row">
                  <Anchor component="button" type="button" size="xs" onClick={() => onOpen(map.videoIds[point] ?? '')}>
                    {map.titles[point]}
                  </Anchor>
                </th>
                <td>{list}</td>
                <td>{position}</td>
                <td>{formatValue(map.x[point])}</td>
                <td>{formatValue(map.y[point])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
