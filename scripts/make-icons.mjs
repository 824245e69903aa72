/** Renders resources/icon.svg to each system's icon files. Run after changing the drawing: `npm run icons`. */
import { chromium } from '@playwright/test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumArguments, chromiumPath } from './chromium.mjs';

const resources = join(dirname(dirname(fileURLToPath(import.meta.url))), 'resources');
const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];

/** Windows: a directory of entries of 16 bytes, then the PNG files. A width of 0 means 256. */
function ico(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

const icnsTypes = { 16: 'icp4', 32: 'icp5', 64: 'icp6', 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' };

/** macOS: blocks of type, length and PNG file inside one block. */
function icns(images) {
  const block = (type, content) => {
    const header = Buffer.alloc(8);
    header.write(type, 'ascii');
    header.writeUInt32BE(content.length + 8, 4);
    return Buffer.concat([header, content]);
  };
  const blocks = images.filter(({ size }) => icnsTypes[size]).map(({ size, png }) => block(icnsTypes[size], png));
  return block('icns', Buffer.concat(blocks));
}

const drawing = readFileSync(join(resources, 'icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments() });
const page = await browser.newPage();
const images = [];
mkdirSync(join(resources, 'icons'), { recursive: true });
for (const size of sizes) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>html,body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${drawing}`);
  const png = await page.screenshot({ omitBackground: true });
  writeFileSync(join(resources, 'icons', `${size}x${size}.png`), png);
  images.push({ size, png });
}
await browser.close();
writeFileSync(join(resources, 'icon.png'), images.at(-2).png);
writeFileSync(join(resources, 'icon.ico'), ico(images.filter(({ size }) => size <= 256)));
writeFileSync(join(resources, 'icon.icns'), icns(images));
