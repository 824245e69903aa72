import type { RowShapeId } from '#shared/schemas/dataset';
import { dateAndClock } from './date-and-clock';
import { impressions } from './impressions';
import { matrix } from './matrix';
import { properties } from './properties';
import { sections } from './sections';
import { sequences } from './sequences';
import type { RowShape } from './shape';

/** Every shape of a file's rows other than a plain table, in the order in which they are tried. */
export const rowShapes: readonly RowShape[] = [sections, impressions, properties, matrix, sequences, dateAndClock];

export const rowShape = (id: RowShapeId | undefined): RowShape | undefined => rowShapes.find((shape) => shape.id === id);
