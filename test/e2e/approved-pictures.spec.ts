/** Pictures of the core states against approved ones: a missing panel fails, text that moves by four pixels does not. See CONTRIBUTING.md. */
import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { approved } from '../../scripts/pictures/approved.mjs';
import { halved, marked, mostUnmatched, unlike } from '../../scripts/pictures/compare.mjs';
import { decodePng, encodePng } from '../../scripts/pictures/png.mjs';

const root = join(import.meta.dirname, '../..');

test('the core states look like their approved pictures', async ({ browserName: _ }, info) => {
  test.setTimeout(300_000);
  const out = info.outputPath('pictures');
  await promisify(execFile)(process.execPath, [join(root, 'scripts/screenshots.mjs'), '--approved', '--out', out], { cwd: root });
  for (const [state, kinds] of Object.entries(approved)) {
    for (const kind of kinds) {
      const file = `${state}-${kind}.png`;
      const picture = halved(decodePng(readFileSync(join(out, file))));
      const { share, mask } = unlike(picture, decodePng(readFileSync(join(root, 'test/e2e/approved', file))));
      console.log(`${file}: ${(share * 100).toFixed(3)}%`);
      if (share > mostUnmatched) writeFileSync(join(out, `differs-${file}`), encodePng(marked(picture, mask)));
      expect.soft(share, `${file}: share of pixels without a like; see differs-${file} in ${out}`).toBeLessThanOrEqual(mostUnmatched);
    }
  }
});
