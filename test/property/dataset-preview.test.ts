import fc from 'fast-check';
import { expect, it } from 'vitest';
import { previewCsv } from '#engine/dataset/importers/preview';
import { filePreviewSchema } from '#shared/schemas/dataset';

/** Bytes that resemble a table often enough to pass a parser's first line. */
const csvLike = fc
  .array(
    fc.constantFrom(
      '"',
      ',',
      ';',
      '\t',
      '|',
      '::',
      '\n',
      '\r\n',
      '\r',
      '\0',
      'a',
      '7',
      '1,5',
      '2020-01-01',
      '1260759144',
      'é',
      '__proto__',
      'user',
    ),
    {
      maxLength: 120,
    },
  )
  .map((pieces) => new TextEncoder().encode(pieces.join('')));

it('describes any bytes, or rejects them with a message that names the file', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), csvLike), fc.boolean(), (bytes, isWhole) => {
      try {
        const preview = previewCsv(bytes, 'any.csv', isWhole);
        expect(filePreviewSchema.parse(preview)).toEqual(preview);
        expect(new Set(preview.columns.map((column) => column.name)).size).toBe(preview.columns.length);
        for (const column of Object.values(preview.guess.mapping)) expect(preview.columns.map(({ name }) => name)).toContain(column);
      } catch (error) {
        expect(error).toMatchObject({ name: 'RankLabError', code: 'IMPORT_FAILED', details: { place: 'any.csv' } });
      }
    }),
    { numRuns: 600 },
  );
});

it.each([
  ['a quoted cell without end', '"' + 'a'.repeat(512 * 1024)],
  ['nothing but quotation marks', '"'.repeat(512 * 1024)],
  ['nothing but delimiters', ','.repeat(512 * 1024)],
  ['a cell of half a megabyte in a table', `user,video\n1,2\n3,"${'x\n'.repeat(250_000)}"\n`],
  ['half a million empty lines', '\n'.repeat(512 * 1024)],
])('handles %s in a moment', (_, text) => {
  const bytes = new TextEncoder().encode(text);
  try {
    expect(previewCsv(bytes, 'any.csv').columns.length).toBeGreaterThan(0);
  } catch (error) {
    expect(error).toMatchObject({ code: 'IMPORT_FAILED' });
  }
});
