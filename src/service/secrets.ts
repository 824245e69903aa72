/** Registered keys and tokens. They are redacted from log lines in every field. */
const secrets = new Set<string>();

/** Registers a secret, which is redacted from every log line from now on. Very short strings are ignored: they match by chance. */
export function registerSecret(value: string | undefined): void {
  if (value !== undefined && value.length >= 8) secrets.add(value);
}

const secretPatterns = [/\bsk-[A-Za-z0-9_-]{8,}/g, /\bBearer\s+[A-Za-z0-9._~+/=-]{8,}/gi, /([?&]token=)[^&\s"]+/gi];

/** `text` with registered secrets, bearer tokens, API keys and `token=` parameters replaced by `[secret]`. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const secret of secrets) {
    if (clean.includes(secret)) clean = clean.replaceAll(secret, '[secret]');
    const encoded = encodeURIComponent(secret);
    if (clean.includes(encoded)) clean = clean.replaceAll(encoded, '[secret]');
  }
  for (const pattern of secretPatterns) {
    clean = clean.replace(pattern, (_match, prefix: unknown) => `${typeof prefix === 'string' ? prefix : ''}[secret]`);
  }
  return clean;
}

/** Only these names may be set from outside: none that affects Node, the linker or a proxy. */
const keyName = /^[A-Z][A-Z0-9_]*_(API_KEY|TOKEN|PASSWORD)$/;
const environmentKeys = new Set<string>();

/**
 * Sets keys for this run in the environment, where providers read them, replacing earlier ones. They are visible to worker threads, never written to
 * disk, and redacted from logs. Other names are ignored.
 */
export function replaceSecrets(values: Readonly<Record<string, string>>): void {
  for (const name of environmentKeys) delete process.env[name];
  environmentKeys.clear();
  for (const [name, value] of Object.entries(values)) {
    if (!keyName.test(name) || typeof value !== 'string' || value === '') continue;
    registerSecret(value);
    process.env[name] = value;
    environmentKeys.add(name);
  }
}
