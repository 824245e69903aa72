import { expect, it } from 'vitest';
import { binaryKind } from './binary';

it('recognises binary files; treats a stray control character as damage', () => {
  expect(binaryKind('PK\u0003\u0004 xl/workbook.xml')?.kind).toBe('a workbook or an archive');
  expect(binaryKind('%PDF-1.7')?.kind).toBe('a PDF');
  expect(binaryKind('‰PNG\r\n\u001a\n\0\0\0\rIHDR\0\u0001\u0002')?.kind).toBe('a binary file');
  expect(binaryKind(`user,video\n${'u1,v1\n'.repeat(50)}u\0,v\n`)).toBeUndefined();
  expect(binaryKind('user\u0001video\nu1\u0001v1\nu2\u0001v2\nu3\u0001v3\nu4\u0001v4\n')).toBeUndefined();
});
