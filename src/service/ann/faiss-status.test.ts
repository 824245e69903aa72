import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadAddon } from '#native/load-addon';

afterEach(() => {
  delete process.env['RANKLAB_NATIVE_PATH'];
  vi.resetModules();
});

const missing = loadAddon().unavailableBecause;

describe('doctor on FAISS', () => {
  it.skipIf(missing !== undefined)(
    `names the version, the kernels and the device${missing === undefined ? '' : ` (skipped: ${missing})`}`,
    async () => {
      const { faissChecks } = await import('./faiss-status');
      const [faiss, gpu] = faissChecks();
      expect(faiss?.status).toBe('ok');
      expect(faiss?.detail).toMatch(/^FAISS \d+\.\d+\.\d+ \(OPTIMIZE .*\) through the product's own addon, (avx512|avx2|generic) kernels/);
      expect(gpu?.name).toBe('GPU');
      // Without a GPU the status is neither ok nor an error.
      if (gpu?.status === 'none') expect(gpu.detail).toMatch(/^\S.+; indexes are searched on the CPU$/);
      else expect(gpu).toMatchObject({ status: 'ok', detail: expect.stringMatching(/^cuda:0 .+ GiB free/) as string });
    },
  );

  it('says how to install FAISS if it is missing', async () => {
    process.env['RANKLAB_NATIVE_PATH'] = '/nowhere/addon.node';
    vi.resetModules();
    const { faissChecks } = await import('./faiss-status');
    expect(faissChecks()).toMatchObject([{ name: 'FAISS', status: 'missing', remedy: expect.stringContaining('libfaiss-dev') as string }]);
  });
});
