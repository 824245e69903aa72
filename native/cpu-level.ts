import { readFileSync } from 'node:fs';

type CpuLevel = 'generic' | 'avx2' | 'avx512';

/** CPU flags that a build for newer processors needs, by their Linux names. */
const needs = {
  avx512: ['avx512f', 'avx512cd', 'avx512vl', 'avx512dq', 'avx512bw', 'avx2', 'fma', 'f16c'],
  avx2: ['avx2', 'fma', 'f16c', 'popcnt'],
} as const;

export function levelOf(flags: ReadonlySet<string>): CpuLevel {
  if (needs.avx512.every((flag) => flags.has(flag))) return 'avx512';
  return needs.avx2.every((flag) => flags.has(flag)) ? 'avx2' : 'generic';
}

/** The newest instruction set of this machine, if it can be read; generic on systems other than Linux. */
export function cpuLevel(): CpuLevel {
  try {
    const line = /^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'));
    return levelOf(new Set(line?.[1]?.split(' ') ?? []));
  } catch {
    return 'generic';
  }
}
