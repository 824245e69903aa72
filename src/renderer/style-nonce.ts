import { config } from 'zod';

declare global {
  /** Where react-remove-scroll, inside the dialogs of the component library, looks for the nonce. */
  var __webpack_nonce__: string | undefined;
}

/** What the content security policy of this answer asks of every style element that a script adds. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

globalThis.__webpack_nonce__ = styleNonce;
// Otherwise the library tries to compile its checks, which the policy forbids, and reports as a violation.
config({ jitless: true });
