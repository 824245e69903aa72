/** Runs in the page: what differs between two runs of the same program is written alike: durations, times, sizes of memory, paths, versions. */
export function scrub() {
  const alike = [
    [/(< )?\d[\d.,]*\s?(ms|s|min|h)\b/g, '0 ms'],
    [/\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?/g, '2026-01-01'],
    [/\b\d\d:\d\d(:\d\d)?\b/g, '00:00'],
    [/\d[\d.,]* (kB|MB|GB|TB)\b/g, '0 MB'],
    [/(\/[\w.-]+){2,}/g, '/folder'],
    [/\b\d+\.\d+\.\d+\b/g, '1.0.0'],
    [/127\.0\.0\.1:\d+/g, '127.0.0.1:1'],
    [/\b[0-9a-f]{12,}\b/g, '0123456789ab'],
    [/\b\d+ (second|minute|hour|day)s? ago\b/g, 'now'],
  ];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = alike.reduce((before, [pattern, word]) => before.replace(pattern, word), node.nodeValue);
    if (text !== node.nodeValue) node.nodeValue = text;
  }
}

/** One font that every Debian has (fonts-dejavu-core); no carets, motion, messages or charts over the time of day. */
export const plainStyle = `
*, *::before, *::after {
  font-family: 'DejaVu Sans' !important;
  caret-color: transparent !important;
  animation: none !important;
  transition: none !important;
}
::-webkit-scrollbar { display: none }
.mantine-Notifications-root { opacity: 0 !important }
section[aria-label='Runs over time'] [role=img] { visibility: hidden }
`;
