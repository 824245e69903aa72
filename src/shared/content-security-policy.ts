/** In the built page, where the nonce of one answer goes. */
const placeholder = '%style-nonce%';

/**
 * The one policy of our pages, in the desktop window and in the browser. Scripts only from our own files: no inline script, no eval,
 * nothing remote. Style elements only with the nonce of this answer, style attributes not at all; scripts may still set single styles.
 */
export const contentSecurityPolicy = (styleNonce?: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    styleNonce === undefined ? "style-src 'self'" : `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The page with the nonce of its answer, in its own policy and where its scripts find it. `styleNonce`: base64, new for every answer. */
export const pageWithNonce = (page: string, styleNonce: string): string => page.replaceAll(placeholder, styleNonce);
