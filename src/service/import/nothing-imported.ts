import { formatCount, plural } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { RejectedRow } from '#shared/schemas/dataset';

/** An import that changed nothing: the reason, and where the rejected rows are. */
interface Facts {
  /** The file at fault. */
  readonly file: string;
  readonly message: string;
  readonly remedy: string;
  readonly rejectedCount: number;
}

/** Too little of the files could be read, so the data is unchanged. The rejected rows are kept. */
export class NothingImported extends RankLabError {
  constructor(
    private readonly facts: Facts,
    /** Null if there are none or they are no longer kept. */
    readonly rejectsFile: string | null,
  ) {
    const all = rejectsFile === null ? '' : ` Every rejected row (${formatCount(facts.rejectedCount)}) is in ${rejectsFile}`;
    super('IMPORT_FAILED', facts.message, {
      place: facts.file,
      remedy: facts.remedy + all,
      ...(rejectsFile !== null && { file: rejectsFile }),
    });
  }

  /** The same, with rejected rows moved to another file. */
  withRejectsFile(path: string | null): NothingImported {
    return new NothingImported(this.facts, path);
  }
}

/** No row of the interactions was accepted. */
export function noRowAccepted(file: string, first: RejectedRow | undefined, rejectedCount: number): Facts {
  const why = first ? `; the first rejected row is on line ${first.line} of ${first.file}: ${first.reason}` : ' below its header';
  return {
    file,
    message: `${file} has no row that can be imported${why}`,
    remedy: 'Check the delimiter, the mapping of the columns and the unit of the timestamps.',
    rejectedCount,
  };
}

/** The unreadable share of the files exceeds the limit; all such files are named. */
export function tooManyRejects(
  problems: readonly { readonly file: string; readonly text: string }[],
  limit: number,
  rejectedCount: number,
): Facts {
  return {
    file: problems[0]?.file ?? '',
    message: `Nothing was imported: ${problems.map(({ text }) => text).join('; ')}`,
    remedy: `Check how the ${plural(problems.length, 'file').replace(/^\d+ /, '')} should be read, or raise the limit of ${100 * limit}% (--reject-limit, rejectLimit) to import the rest anyway.`,
    rejectedCount,
  };
}
