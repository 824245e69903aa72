import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { RankLabError } from '#shared/errors';
import { writeAtomically } from './atomic-write';
import type { FileOperations } from './file-operations';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Writes a JSON document with a checksum of its content, atomically. */
export async function writeCheckedJson(files: FileOperations, path: string, content: unknown): Promise<void> {
  const text = JSON.stringify(content);
  const document = `${JSON.stringify({ checksum: digest(text), content }, null, 2)}\n`;
  await writeAtomically(files, path, [Buffer.from(document)]);
}

/** The content, or undefined when there is no such file. @throws CORRUPT_ARTIFACT naming the file when one byte is wrong. */
export async function readCheckedJson(files: FileOperations, path: string, remedy: string): Promise<unknown> {
  if (!(await files.stat(path))) return undefined;
  const bytes = await files.readFile(path);
  const document = parse(bytes.toString('utf8'));
  if (document && document.checksum === digest(JSON.stringify(document.content)) && canonical(document).equals(bytes)) {
    return document.content;
  }
  throw new RankLabError('CORRUPT_ARTIFACT', `${basename(path)} is damaged: its content does not match its checksum`, {
    place: path,
    remedy,
  });
}

/** Compares the exact bytes, so that a flipped byte outside the content is detected too. */
function canonical({ checksum, content }: { checksum: string; content: unknown }): Buffer {
  return Buffer.from(`${JSON.stringify({ checksum, content }, null, 2)}\n`);
}

function parse(text: string): { checksum: string; content: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('checksum' in value) || !('content' in value)) return undefined;
    return typeof value.checksum === 'string' ? { checksum: value.checksum, content: value.content } : undefined;
  } catch {
    return undefined;
  }
}
