import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { RejectedRow } from '#shared/schemas/dataset';

const remedy = 'Check the delimiter, the mapping of the columns and the unit of the timestamps.';

/** Of an import that accepted no interaction: what it says, and where every rejected row can be read. */
interface Facts {
  /** The last file that was read. */
  readonly file: string;
  readonly first: RejectedRow | undefined;
  readonly rejectedCount: number;
}

/** No row of the interactions was accepted, so the data is as it was. The rejected rows outlive the import. */
export class NothingImported extends RankLabError {
  constructor(
    private readonly facts: Facts,
    /** Null where there are none, or where they are no longer kept. */
    readonly rejectsFile: string | null,
  ) {
    const { file, first, rejectedCount } = facts;
    const why = first ? `; the first rejected row is on line ${first.line} of ${first.file}: ${first.reason}` : ' below its header';
    const all = rejectsFile === null ? '' : ` Every rejected row (${formatCount(rejectedCount)}) is in ${rejectsFile}`;
    super('IMPORT_FAILED', `${file} has no row that can be imported${why}`, {
      place: file,
      remedy: remedy + all,
      ...(rejectsFile !== null && { file: rejectsFile }),
    });
  }

  /** The same, for rejected rows that were brought elsewhere. */
  withRejectsFile(path: string | null): NothingImported {
    return new NothingImported(this.facts, path);
  }
}
