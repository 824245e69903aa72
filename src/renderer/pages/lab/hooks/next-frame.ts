/** Before the next frame; in a hidden page, where frames stop, as soon as possible. */
export function nextFrame(start: () => void): void {
  if (document.hidden) window.setTimeout(start, 0);
  else window.requestAnimationFrame(() => start());
}
