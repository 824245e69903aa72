import { describe, expect, it } from 'vitest';
import { levelOf } from './cpu-level';

const haswell = 'fpu sse4_2 avx avx2 fma f16c popcnt bmi2'.split(' ');

describe('processor level', () => {
  it('is the highest level whose instructions are all present', () => {
    expect(levelOf(new Set(['sse2', 'avx']))).toBe('generic');
    expect(levelOf(new Set(haswell))).toBe('avx2');
    expect(levelOf(new Set(haswell.filter((flag) => flag !== 'fma')))).toBe('generic');
    expect(levelOf(new Set([...haswell, 'avx512f']))).toBe('avx2');
    expect(levelOf(new Set([...haswell, 'avx512f', 'avx512cd', 'avx512vl', 'avx512dq', 'avx512bw']))).toBe('avx512');
  });
});
