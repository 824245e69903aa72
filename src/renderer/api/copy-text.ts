/** Puts text on the clipboard; where the page's address is not a secure one, the way browsers had before. */
export async function copyText(text: string): Promise<void> {
  // Browsers leave the clipboard out on plain HTTP from another machine, whatever the types say.
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
