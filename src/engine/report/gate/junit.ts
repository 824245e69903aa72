import type { GateReport } from '#shared/schemas/gate';
import { conventionsBlock } from '../conventions-comment';

const escapes: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' };
/** Also drops what XML 1.0 has no way to write. */
const text = (value: string): string =>
  value.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replace(/[<>&"']/g, (sign) => escapes[sign] ?? sign);

/**
 * JUnit XML: one test case per metric, and one for reproduction on the same data. `worse` is a failure; `undecided` is a failure
 * or a skipped case, as `undecidedFails` says.
 */
export function gateJunit(report: GateReport, undecidedFails: boolean): string {
  const cases = report.metrics.map(({ spec, verdict, reason }) => {
    const failed = verdict === 'worse' || (verdict === 'undecided' && undecidedFails);
    const body = failed
      ? `<failure type="${verdict}" message="${text(reason)}"/>`
      : verdict === 'undecided'
        ? `<skipped message="${text(reason)}"/>`
        : `<system-out>${text(reason)}</system-out>`;
    return {
      failed,
      skipped: verdict === 'undecided' && !failed,
      xml: `  <testcase classname="ranklab.gate" name="${text(spec)}">${body}</testcase>`,
    };
  });
  const counts = `tests="${cases.length}" failures="${cases.filter(({ failed }) => failed).length}" skipped="${cases.filter(({ skipped }) => skipped).length}"`;
  const block = text(JSON.stringify(conventionsBlock(report.conventions)));
  const properties = `  <properties><property name="ranklab-conventions" value="${block}"/></properties>`;
  const name = text(`${report.candidate} against ${report.baseline}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="${name}" ${counts} errors="0">\n${properties}\n${cases.map(({ xml }) => xml).join('\n')}\n</testsuite>\n`;
}
