import { RankLabError } from '#shared/errors';
import type { Dataset, FurtherColumn } from '../../model/dataset';

/** Columns of a log of what was shown: the position from 1, and whether it was clicked (above 0). */
export interface ExposureColumns {
  readonly position: string;
  readonly clicked: string;
}

/** What a log of exposures says of positions. */
export interface PositionEffect {
  /** Position p is looked at with probability p^−positionBias. */
  readonly positionBias: number;
  /** Mean chance of a click once looked at, over what was shown. */
  readonly clickRate: number;
  /** Interactions that were clicks. */
  readonly clicks: Int32Array;
  readonly exposures: number;
}

const rounds = 60;
/** Exposures that the mean attraction counts as, for videos that were shown rarely. */
const shrinkage = 5;
const deepest = 100;

/**
 * Fits the position-based model by expectation maximisation (Richardson et al. 2007; Chuklin, Markov & de Rijke 2015, section 4.3): an attraction
 * for every video and a chance of a look for every position, which a power of the position is then fitted to. Videos have to be shown at
 * different positions; otherwise attraction and position cannot be told apart.
 * @param positions exposures, rows of the interactions
 * @throws INVALID_ARGUMENT for columns that are not there or values that are no positions, or a log without clicks or of one position.
 */
export function fitPositionEffect(dataset: Dataset, positions: Int32Array, columns: ExposureColumns): PositionEffect {
  const { items } = dataset.interactions;
  const places = columnOf(dataset, columns.position, 'audience.exposure.position');
  const clicked = columnOf(dataset, columns.clicked, 'audience.exposure.clicked');
  const shown = positions.filter((row) => !Number.isNaN(places[row]) && !Number.isNaN(clicked[row]) && places[row] <= deepest);
  const invalid = shown.find((row) => !(places[row] >= 1) || !Number.isInteger(places[row]));
  if (invalid !== undefined) {
    throw refused(`Column “${columns.position}” has the value ${places[invalid]}, which is no position (1 is the top)`, 'position');
  }
  const clicks = shown.filter((row) => clicked[row] > 0);
  if (clicks.length === 0 || new Set(Array.from(shown, (row) => places[row])).size < 2) {
    throw refused('The exposures have no click, or all of them one position: nothing can be learnt of positions', 'position');
  }
  const looks = new Float64Array(deepest + 1).fill(0.5);
  const attraction = new Float64Array(dataset.items.ids.size).fill(0.5);
  for (let round = 0; round < rounds; round++) maximise(shown, items, places, clicked, looks, attraction);
  const shownAt = new Float64Array(deepest + 1);
  let sum = 0;
  for (const row of shown) {
    shownAt[places[row]]++;
    sum += attraction[items[row]];
  }
  return {
    positionBias: Math.max(0, powerOf(looks, shownAt)),
    clickRate: Math.min(1, (sum / shown.length) * looks[firstShown(shownAt)]),
    clicks,
    exposures: shown.length,
  };
}

/** One round: what was looked at and what attracts, in expectation; then both anew. */
function maximise(
  shown: Int32Array,
  items: Int32Array,
  places: Float64Array,
  clicked: Float64Array,
  looks: Float64Array,
  attraction: Float64Array,
): void {
  const [looked, at] = [new Float64Array(looks.length), new Float64Array(looks.length)];
  const [attracted, of] = [new Float64Array(attraction.length), new Float64Array(attraction.length)];
  let mean = 0;
  for (const row of shown) {
    const [place, item] = [places[row], items[row]];
    const look = looks[place];
    const attracts = attraction[item];
    const none = 1 - look * attracts;
    const click = clicked[row] > 0;
    const wasLooked = click ? 1 : (look * (1 - attracts)) / none;
    const wasAttracted = click ? 1 : (attracts * (1 - look)) / none;
    looked[place] += wasLooked;
    at[place]++;
    attracted[item] += wasAttracted;
    of[item]++;
    mean += wasAttracted / shown.length;
  }
  for (let place = 0; place < looks.length; place++) if (at[place] > 0) looks[place] = Math.min(1 - 1e-9, looked[place] / at[place]);
  for (let item = 0; item < attraction.length; item++) {
    if (of[item] > 0) attraction[item] = Math.min(1 - 1e-9, (attracted[item] + shrinkage * mean) / (of[item] + shrinkage));
  }
}

const firstShown = (shownAt: Float64Array): number => shownAt.findIndex((count) => count > 0);

/** The exponent whose power fits the looks best, positions weighted by how often they were shown; a constant factor does not matter. */
function powerOf(looks: Float64Array, shownAt: Float64Array): number {
  let [weight, x, y, xx, xy] = [0, 0, 0, 0, 0];
  shownAt.forEach((count, place) => {
    if (count === 0 || !(looks[place] > 0)) return;
    const [log, value] = [Math.log(place), Math.log(looks[place])];
    weight += count;
    x += count * log;
    y += count * value;
    xx += count * log * log;
    xy += count * log * value;
  });
  const spread = xx - (x * x) / weight;
  return spread > 0 ? -(xy - (x * y) / weight) / spread : 0;
}

function columnOf({ interactions }: Dataset, name: string, place: string): Float64Array {
  const found: FurtherColumn | undefined = Object.hasOwn(interactions.columns, name) ? interactions.columns[name] : undefined;
  if (found && (found.type === 'number' || found.type === 'boolean')) return found.values;
  throw new RankLabError('INVALID_ARGUMENT', `The interactions have no column “${name}” of numbers or of yes and no`, {
    place,
    value: name,
    remedy: 'Import the exposures with their positions and clicks as columns, or leave “exposure” out',
  });
}

const refused = (message: string, column: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', message, {
    place: `audience.exposure.${column}`,
    remedy: 'Choose other columns, or leave “exposure” out',
  });
