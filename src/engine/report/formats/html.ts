import { utf8ToBytes } from '@noble/hashes/utils.js';
import { noParams } from '../../core/registry';
import { createSha256 } from '../../core/hashing/sha256';
import type { ExperimentReport } from '../../model/experiment-report';
import { conventionsComment } from '../conventions-comment';
import { pageData, type PageData } from '../page/page-data';
import { pageScript } from '../page/page-script';
import { pageStyle } from '../page/page-style';
import type { ReportFormat } from '../report-format';

/** One page to mail: it opens from a disk, makes no request, and its policy allows nothing but its own style and script. */
export const htmlFormat: ReportFormat = {
  id: 'html',
  label: 'Page to share',
  description: 'One self-contained HTML file: interactive forest plot, lists of some users, and every convention. It needs no network.',
  params: noParams,
  write: (report) => [{ name: 'experiment.html', mediaType: 'text/html', content: render(report) }],
};

function render(report: ExperimentReport): string {
  const data = pageData(report);
  const policy = `default-src 'none'; style-src '${hashOf(pageStyle)}'; script-src '${hashOf(pageScript)}'; base-uri 'none'; form-action 'none'`;
  const names = data.names.map((name, index) => `${String.fromCharCode(65 + index)} · ${name}`).join(', ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>RankLab: ${escape(data.names.join(' and '))}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escape(names)}</h1>
${data.labels.map((label) => `<p class="label">${escape(label)}</p>\n`).join('')}<p class="mute">${escape(data.note)}</p>
<section aria-label="Metrics"><div id="choices" class="bar"></div><div id="plot">${staticTable(data)}</div></section>
<section id="facts" aria-label="The chosen metric" aria-live="polite"></section>
${notesSection(data)}<section aria-label="Lists"><div id="users" class="bar"></div><div id="lists" class="lists"></div><p class="mute">Lists of ${data.users.length} of ${data.userCount} users, to position 10: the first with a relevant video.</p></section>
<section aria-label="Conventions"><div id="conventions"></div>
<ul class="mute">${data.statements.map((statement) => `<li>${escape(statement)}</li>`).join('')}</ul></section>
</main>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>${pageScript}</script>
${conventionsComment(report.result.conventions, '<!--')}
</body>
</html>
`;
}

/** Every note, also where scripts are not run; the plot marks those on its numbers. */
function notesSection({ notes }: PageData): string {
  if (notes.length === 0) return '';
  const items = notes.map(
    ({ where, now, text }) => `<li><b>${escape(where)}</b> <span class="mute">${escape(now)}</span><br>${escape(text)}</li>`,
  );
  return `<section aria-label="Notes on numbers"><h2>Notes on numbers</h2><ul class="notes">${items.join('')}</ul></section>\n`;
}

/** What is read where scripts are not run. */
function staticTable({ names, metrics }: PageData): string {
  const head = ['Metric', ...names].map((cell) => `<th scope="col">${escape(cell)}</th>`).join('');
  const rows = metrics.map(
    ({ spec, values }) =>
      `<tr><th scope="row">${escape(spec)}</th>${values.map((value) => `<td>${value === null ? '–' : value.toFixed(4)}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** As a content security policy names an inline element: SHA-256 of its text in base64. */
function hashOf(text: string): string {
  const hash = createSha256();
  hash.update(utf8ToBytes(text));
  return `sha256-${base64(hash.digest())}`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let c = 0; c < 4; c++) text += i + c <= bytes.length ? alphabet[(word >>> (18 - 6 * c)) & 63] : '=';
  }
  return text;
}
