import type { Command } from '../../stores/commands-store';

const controls = 'button, [role=tab], [role=radio], a[href], summary, select, textarea, input:not([type=hidden]):not([type=file])';
/** Rows of tables and lists are data, not actions. */
const data = '[role=table], tbody, ol, ul, [data-no-palette]';
const most = 150;

/** Every control on the visible page, by its accessible name. */
export function pageControls(): Command[] {
  const elements = [...document.querySelectorAll<HTMLElement>(`header :is(${controls}), main :is(${controls})`)];
  return elements
    .filter((element) => element.offsetParent !== null && !element.matches(':disabled') && !element.closest(data))
    .flatMap((element, index): Command[] => {
      const name = nameOf(element);
      if (name === '' || name.length > 90) return [];
      const entered = element.matches('input:not([type=checkbox]):not([type=radio]), select, textarea');
      const label = entered ? `Set ${name}` : name;
      return [{ id: `control-${index}`, label, group: 'On this page', run: () => operate(element, entered) }];
    })
    .slice(0, most);
}

/** After the palette has closed and restored the focus. */
function operate(element: HTMLElement, entered: boolean): void {
  window.setTimeout(() => {
    element.scrollIntoView({ block: 'nearest' });
    element.focus();
    if (!entered) element.click();
  }, 80);
}

function nameOf(element: HTMLElement): string {
  const labelled = element.getAttribute('aria-labelledby');
  const ids = labelled?.split(' ').map((id) => document.getElementById(id)?.textContent ?? '') ?? [];
  const labels = 'labels' in element ? [...((element.labels as NodeListOf<HTMLLabelElement> | null) ?? [])] : [];
  const found = [element.getAttribute('aria-label'), ids.join(' '), ...labels.map((label) => label.textContent), element.textContent];
  return (found.find((text) => text != null && text.trim() !== '') ?? '').replace(/\s+/g, ' ').trim();
}
