import { sensitivityMap } from '#engine/pipeline/sensitivity/sensitivity-map';
import { subtask } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type {
  SensitivityCell,
  SensitivityEvent,
  SensitivityFrame,
  SensitivityOutput,
  SensitivitySettings,
} from '#shared/schemas/sensitivity';
import { sharedThread } from '../../jobs/shared-thread';
import type { OpenQuestion, Question } from './question';
import { sampleStatement } from '../sample-statement';

/** A map while it is computed. */
export class GrowingMap {
  frame: SensitivityFrame | undefined;
  readonly cells: SensitivityCell[] = [];
  done = false;
}

/** Maps whose cells can still be watched. */
const mapLimit = 4;
/** Between two batches of cells. */
const intervalMs = 120;

/** Maps by their job, so that those who watch see the cells before the job ends. */
export class SensitivityMaps {
  readonly #maps = new Map<string, GrowingMap>();

  add(jobId: string, map: GrowingMap): void {
    this.#maps.set(jobId, map);
    const oldest = this.#maps.keys().next().value;
    if (this.#maps.size > mapLimit && oldest !== undefined) this.#maps.delete(oldest);
  }

  /** The frame, then cells as they come; ends with the job. @throws NOT_FOUND for a job that draws no map. */
  async *watch(jobId: string, signal?: AbortSignal): AsyncGenerator<SensitivityEvent> {
    const map = this.#maps.get(jobId);
    if (!map) {
      throw new RankLabError('NOT_FOUND', `No map is drawn by the job “${jobId}”`, {
        value: jobId,
        remedy: 'Start one, or read the result of the job',
      });
    }
    let sent = 0;
    let framed = false;
    while (!signal?.aborted) {
      const { done, frame } = map;
      const cells = map.cells.slice(sent);
      if (cells.length > 0 || done || (frame && !framed)) yield { frame: framed ? null : (frame ?? null), cells, done };
      framed ||= frame !== undefined;
      sent += cells.length;
      if (done) return;
      await new Promise((resume) => setTimeout(resume, intervalMs));
    }
  }
}

/** Draws the map of the last variant into `map`. */
export async function drawMap(
  { bench, plan, measure }: OpenQuestion,
  { config }: Question,
  settings: SensitivitySettings,
  map: GrowingMap,
  context: TaskContext,
): Promise<SensitivityOutput> {
  const variant = config.variants.at(-1);
  if (!variant) throw new RankLabError('INTERNAL', 'A map needs a variant');
  const baseline = config.variants.length > 1 ? config.variants[0] : undefined;
  const sample = sampleStatement(plan, config.seed);
  await sensitivityMap(
    bench,
    { variant, baseline, settings, measure },
    {
      frame: (frame) => void (map.frame = { ...frame, statements: [...sample, ...frame.statements] }),
      cell: (cell) => void map.cells.push(cell),
    },
    sharedThread(subtask(context, 0, 1)),
  );
  if (!map.frame) throw new RankLabError('INTERNAL', 'A map has no frame');
  return { ...map.frame, cells: [...map.cells].sort((a, b) => a.index - b.index) };
}
