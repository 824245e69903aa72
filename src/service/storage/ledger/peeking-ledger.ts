import { join } from 'node:path';
import { RankLabError } from '#shared/errors';
import { cutSchema, type Cut, type LedgerPart, type Looks } from '#shared/schemas/ledger';
import type { FileOperations } from '../files/file-operations';
import { storageError } from '../files/storage-error';

const fileName = 'looks.log';
const version = 'v2';

/**
 * The test part of a split, so that looks at it are still known when the data has grown or was imported again: how it was cut and what
 * counts as relevant, and the period that it covers.
 */
export interface TestPart {
  /**
   * The kind of split with everything that says what is tested but where a split by time cuts; and relevance. No spaces; empty in what
   * earlier versions wrote.
   */
  readonly rule: string;
  /** Where a split by time was asked to cut (a share, a date); empty for others. No spaces. */
  readonly cut: string;
  /** First and last timestamp (ms); null where the split does not go by time. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Of the split of exactly this data, by which earlier versions counted. No spaces. */
  readonly fingerprint: string;
  /** How the part is cut, to be shown; undefined in what earlier versions wrote. */
  readonly settings?: Cut | undefined;
}

interface Look {
  readonly part: TestPart;
  readonly configuration: string;
  readonly tests: number;
  /** Null in what earlier versions wrote. */
  readonly atMs: number | null;
}

/**
 * Two test parts are the same side of the data when they are cut by one rule, and at one moment, or by one share whose periods overlap, as
 * those of growing data do. Once the period has moved past everything that was looked at, nobody has looked.
 */
function isSame(a: TestPart, b: TestPart): boolean {
  if (a.rule === '' || b.rule === '') return a.fingerprint === b.fingerprint;
  if (a.rule !== b.rule) return false;
  if (a.startMs === null || b.startMs === null || a.endMs === null || b.endMs === null) return a.cut === b.cut;
  return a.startMs === b.startMs || (a.cut === b.cut && a.startMs <= b.endMs && b.startMs <= a.endMs);
}

/**
 * Counts the looks at a split's test side, so that corrections can use the true number. A look is one configuration whose test numbers were shown;
 * showing the same numbers again keeps its number. One line per look, passed to the operating system before the number is returned, so killing the
 * process does not lose it.
 */
export class PeekingLedger {
  readonly #looks: Look[] = [];

  private constructor(
    private readonly files: FileOperations,
    private readonly path: string,
    text: string,
    /** Whether looks outlive the process. */
    private readonly isKept: boolean,
  ) {
    for (const line of text.split('\n')) {
      const look = readLook(line);
      if (look) this.#looks.push(look);
    }
  }

  static async open(files: FileOperations, folder: string, isKept = true): Promise<PeekingLedger> {
    await files.makeFolder(folder);
    const path = join(folder, fileName);
    const text = (await files.stat(path)) ? (await files.readFile(path)).toString('utf8') : '';
    return new PeekingLedger(files, path, text, isKept);
  }

  /** The number of this configuration's look, a new one if it is new; `tests`: how many hypotheses it tests. */
  recordLook(part: TestPart, configuration: string, tests = 1): number {
    const before = this.#at(part);
    const known = before.findIndex((look) => look.configuration === configuration);
    if (known >= 0) return known + 1;
    const look = { part, configuration, tests, atMs: Date.now() };
    try {
      if (this.isKept) this.files.appendNow(this.path, writeLook(look));
    } catch (error) {
      throw storageError(error, 'record a look at the test side', this.path);
    }
    this.#looks.push(look);
    return before.length + 1;
  }

  /** The looks at a test part, first to last: when, and how many hypotheses each tested. */
  list(part: TestPart): { readonly atMs: number | null; readonly tests: number }[] {
    return this.#at(part).map(({ atMs, tests }) => ({ atMs, tests }));
  }

  /** Every test part that was looked at, in the order of the first looks. */
  parts(): LedgerPart[] {
    return this.#distinctParts().map((part, index) => {
      const looks = this.#at(part);
      const times = looks.flatMap(({ atMs }) => atMs ?? []);
      return {
        number: index + 1,
        cut: looks.findLast((look) => look.part.settings)?.part.settings ?? null,
        startMs: part.startMs,
        endMs: part.endMs,
        looks: looks.length,
        tests: looks.reduce((sum, { tests }) => sum + tests, 0),
        firstMs: times[0] ?? null,
        lastMs: times.at(-1) ?? null,
      };
    });
  }

  /** The looks at the test part of this number in `parts`. @throws NOT_FOUND */
  looksAtPart(number: number): Looks {
    const parts = this.#distinctParts();
    const part = parts[number - 1];
    if (!part) {
      const remedy = parts.length === 0 ? 'No test part was looked at yet.' : `Give a number from 1 to ${parts.length}.`;
      throw new RankLabError('NOT_FOUND', `There is no test part ${number}`, { place: 'part', value: String(number), remedy });
    }
    const looks = this.list(part).map((look, index) => ({ number: index + 1, ...look }));
    return { looks, tests: looks.reduce((sum, { tests }) => sum + tests, 0) };
  }

  /** Each part once, as it was last looked at: the period of growing data moves. */
  #distinctParts(): TestPart[] {
    const parts: TestPart[] = [];
    for (const { part } of this.#looks) {
      const known = parts.findIndex((other) => isSame(other, part));
      if (known < 0) parts.push(part);
      else parts[known] = part;
    }
    return parts;
  }

  /** The number of distinct configurations. */
  looks(part: TestPart): number {
    return this.#at(part).length;
  }

  /** The number of hypotheses tested on this test side before this configuration; all of them if it is new. */
  testsBefore(part: TestPart, configuration: string): number {
    const looks = this.#at(part);
    const known = looks.findIndex((look) => look.configuration === configuration);
    return (known < 0 ? looks : looks.slice(0, known)).reduce((sum, { tests }) => sum + tests, 0);
  }

  /** Each configuration once, in the order in which they were first looked at. */
  #at(part: TestPart): Look[] {
    const seen = new Set<string>();
    return this.#looks.filter((look) => {
      if (seen.has(look.configuration) || !isSame(look.part, part)) return false;
      seen.add(look.configuration);
      return true;
    });
  }
}

const numberText = (value: number | null): string => (value === null ? '-' : String(value));
const readMs = (text: string | undefined): number | null => (text === undefined || text === '-' ? null : Number(text));

/** The settings are the last field, which earlier versions do not read. */
const writeLook = ({ part: { rule, cut, startMs, endMs, fingerprint, settings }, configuration, tests, atMs }: Look): string => {
  const fields = [version, rule, cut || '-', numberText(startMs), numberText(endMs), fingerprint, configuration, tests, numberText(atMs)];
  return `${[...fields, ...(settings ? [encodeURIComponent(JSON.stringify(settings))] : [])].join(' ')}\n`;
};

/** Undefined where they are missing or were cut short by a crash: the look counts all the same. */
function readSettings(text: string | undefined): Cut | undefined {
  if (text === undefined) return undefined;
  try {
    return cutSchema.safeParse(JSON.parse(decodeURIComponent(text))).data;
  } catch {
    return undefined;
  }
}

/** Undefined for what a crash cut short. Earlier versions wrote the split's fingerprint, the configuration's and the number of tests. */
function readLook(line: string): Look | undefined {
  const fields = line.split(' ');
  if (fields[0] !== version) {
    const [fingerprint, configuration, tests] = fields;
    if (!fingerprint || !configuration) return undefined;
    return { part: { rule: '', cut: '', startMs: null, endMs: null, fingerprint }, configuration, tests: Number(tests) || 1, atMs: null };
  }
  const [, rule, cut, start, end, fingerprint, configuration, tests, at, settings] = fields;
  if (!rule || !cut || !fingerprint || !configuration || !tests) return undefined;
  const part = {
    rule,
    cut: cut === '-' ? '' : cut,
    startMs: readMs(start),
    endMs: readMs(end),
    fingerprint,
    settings: readSettings(settings),
  };
  return { part, configuration, tests: Number(tests) || 1, atMs: readMs(at) };
}
