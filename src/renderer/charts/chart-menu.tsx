import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { init } from 'echarts/core';
import type { ReactElement } from 'react';
import { saveFiles } from '../api/save-files';
import { notifyFailure } from '../components/notify';
import { exportName } from '../logic/file-names';
import { toCsv, type TextTable } from '../logic/table-text';
import { chartColors, type ChartColors } from './chart-colors';
import type { ChartOption } from './chart-option';
import classes from './chart.module.css';

interface Props {
  readonly name: string;
  readonly option: (colors: ChartColors) => ChartOption;
  readonly table: () => TextTable;
  readonly size: () => readonly [width: number, height: number];
}

/** Saves a chart as a picture, re-rendered at its size, or as its numbers. */
export function ChartMenu({ name, option, table, size }: Props): ReactElement {
  const svg = (): string => {
    const [width, height] = size();
    const copy = init(null, null, { renderer: 'svg', ssr: true, width, height });
    copy.setOption({ animation: false, backgroundColor: chartColors().pane, ...option(chartColors()) });
    const text = copy.renderToSVGString();
    copy.dispose();
    return text;
  };
  const save = (extension: string, mediaType: string, content: string | Blob): void => {
    saveFiles([{ name: exportName([name], extension), mediaType, content }]).catch((error: unknown) =>
      notifyFailure('The chart could not be saved', error),
    );
  };
  const savePng = (): void => {
    rasterise(svg(), size()).then(
      (image) => save('png', 'image/png', image),
      (error: unknown) => notifyFailure('The chart could not be saved', error),
    );
  };
  return (
    <div className={classes.menu}>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={22} aria-label={`Save the chart “${name}”`} title="Save as PNG, SVG or CSV">
            <IconDownload size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={savePng}>Picture (PNG)</Menu.Item>
          <Menu.Item onClick={() => save('svg', 'image/svg+xml', svg())}>Drawing (SVG)</Menu.Item>
          <Menu.Item onClick={() => save('csv', 'text/csv', toCsv(table()))}>Numbers (CSV)</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** Twice the size on screen, so that print is sharp. */
async function rasterise(svg: string, [width, height]: readonly [number, number]): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large'))), 'image/png'),
  );
}
