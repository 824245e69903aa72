/**
 * The one policy of our pages, in the desktop window and in the browser. Scripts only from our own files: no inline
 * script, no eval, nothing remote. Styles may be inline, as the component library writes them so.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
