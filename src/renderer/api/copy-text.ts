/** Copies text to the clipboard; in an insecure context it falls back to the old browser API. */
export async function copyText(text: string): Promise<void> {
  // Browsers have no clipboard API on plain HTTP from another machine, despite the types.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) return clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (!copied) throw new Error('This browser does not let the page copy');
}
