/** The CSS colour of a category, the same everywhere. */
export function categoryColor(category: string): string {
  let hash = 2166136261;
  for (let index = 0; index < category.length; index++) hash = Math.imul(hash ^ category.charCodeAt(index), 16777619);
  return `oklch(var(--category) ${((hash >>> 0) % 30) * 12})`;
}
