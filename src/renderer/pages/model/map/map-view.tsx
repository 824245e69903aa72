import { ActionIcon, Menu, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState, type ReactElement, type RefObject } from 'react';
import type { CatalogueMap } from '#shared/schemas/model';
import { saveFiles } from '../../../api/save-files';
import { FailureNotice } from '../../../components/failed';
import { notifyFailure } from '../../../components/notify';
import { VideoDrawer } from '../../../components/video/video-drawer';
import { toFailure } from '../../../logic/failure';
import { exportName } from '../../../logic/file-names';
import { formatCount, formatValue, plural } from '../../../logic/format';
import { shadeByCategory, shadeByValue, type ColorBy } from '../logic/map-colors';
import { mapNote, mapTable } from '../logic/map-text';
import { toCsv } from '../../../logic/table-text';
import { useCategoryColor } from '../../../stores/category-store';
import { MapCanvas } from './map-canvas';
import { MapLegend } from './map-legend';
import { MapWords } from './map-words';
import { useHighlights, type Highlight } from './use-highlights';
import { useLabContext, useScores } from './use-map';
import classes from './map.module.css';

interface Coloring {
  readonly colorBy: ColorBy;
  readonly only: number | null;
  readonly highlights: readonly Highlight[];
  readonly context: ReturnType<typeof useLabContext>;
}

/** Colours of the dots and the tooltip of each, by category, popularity or score in the Lab. */
function useColoring(map: CatalogueMap, { colorBy, only, highlights, context }: Coloring) {
  const colorOf = useCategoryColor();
  const scores = useScores(colorBy === 'score' ? context : null);
  const values = useMemo(() => {
    if (colorBy === 'popularity') return Float64Array.from(map.userCounts);
    const scoreOf = new Map(scores.data?.items.map(({ videoId, score }) => [videoId, score]));
    return Float64Array.from(map.videoIds, (id) => scoreOf.get(id) ?? NaN);
  }, [colorBy, map, scores.data]);
  const shading = useMemo(
    () =>
      colorBy === 'category'
        ? shadeByCategory({ categories: map.categories, codes: map.categoryCodes, colorOf, only })
        : shadeByValue(values, colorBy === 'popularity'),
    [colorBy, map, only, values, colorOf],
  );
  const describe = useCallback(
    (point: number): string => {
      const parts = [map.categories[map.categoryCodes[point] ?? -1], plural(map.userCounts[point] ?? 0, 'user')];
      if (colorBy === 'score') parts.push(Number.isNaN(values[point]) ? 'not a candidate' : `score ${formatValue(values[point])}`);
      for (const mark of highlights) if (mark.point === point) parts.push(`${mark.list} ${mark.position}`);
      return parts.filter((part) => part !== undefined).join(' · ');
    },
    [map, colorBy, values, highlights],
  );
  return { shading, describe, scoresError: scores.error };
}

interface SaveProps {
  readonly map: CatalogueMap;
  readonly highlights: readonly Highlight[];
  readonly canvas: RefObject<HTMLCanvasElement | null>;
}

function SaveMenu({ map, highlights, canvas }: SaveProps): ReactElement {
  const save = (extension: string, mediaType: string, content: string | Blob): void => {
    saveFiles([{ name: exportName(['catalogue map', map.method], extension), mediaType, content }]).catch((error: unknown) =>
      notifyFailure('The map could not be saved', error),
    );
  };
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label="Save the map" title="Save as PNG or CSV">
          <IconDownload size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => canvas.current?.toBlob((blob) => blob && save('png', 'image/png', blob), 'image/png')}>
          Picture (PNG)
        </Menu.Item>
        <Menu.Item onClick={() => save('csv', 'text/csv', toCsv(mapTable(map, highlights)))}>Numbers (CSV)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A loaded map: colours, dots, legend, text table and exports. */
export function MapView({ map }: { readonly map: CatalogueMap }): ReactElement {
  const [colorBy, setColorBy] = useState<ColorBy>('category');
  const [only, setOnly] = useState<number | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const context = useLabContext();
  const highlights = useHighlights(map);
  const { shading, describe, scoresError } = useColoring(map, { colorBy, only, highlights, context });
  return (
    <div className={classes.stack}>
      <div className={classes.controls}>
        <SegmentedControl
          size="xs"
          aria-label="Colour by"
          value={colorBy}
          onChange={(value) => setColorBy(value)}
          data={[
            { value: 'category', label: 'Category' },
            { value: 'popularity', label: 'Popularity' },
            { value: 'score', label: 'Score in the Lab', disabled: context === null },
          ]}
        />
        {context === null && (
          <span className={classes.note}>Score in the Lab: choose a user, a query or a seed video in the Lab first.</span>
        )}
        <span className={classes.note}>{mapNote(map)}</span>
        <SaveMenu map={map} highlights={highlights} canvas={canvas} />
      </div>
      {scoresError && <FailureNotice failure={toFailure(scoresError)} title="The scores cannot be read" />}
      <MapCanvas
        map={map}
        shading={shading}
        highlights={highlights}
        canvas={canvas}
        describe={describe}
        onOpen={setOpened}
        label={`Map of ${formatCount(map.videoIds.length)} videos by content, coloured by ${colorBy}; ${formatCount(highlights.length)} marked from the Lab’s lists`}
      />
      <MapLegend shading={shading} colorBy={colorBy} highlights={highlights} only={only} onOnly={setOnly} />
      <MapWords map={map} highlights={highlights} onOpen={setOpened} />
      <VideoDrawer videoId={opened} onClose={() => setOpened(null)} />
    </div>
  );
}
