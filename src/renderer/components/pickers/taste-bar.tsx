import type { ReactElement } from 'react';
import { useUserProfile } from '../../api/queries';
import { useCategoryColor } from '../../stores/category-store';
import { formatWeight } from '../../logic/format';
import classes from './pickers.module.css';

const NAMED = 3;

/** The user's watched videos by category. */
export function TasteBar({ userId }: { readonly userId: string | null }): ReactElement | null {
  const { data } = useUserProfile(userId);
  const categoryColor = useCategoryColor();
  if (!data || data.taste.length === 0) return null;
  const share = (fraction: number): string => formatWeight(Math.round(fraction * 100) / 100);
  const text = (count: number): string =>
    data.taste
      .slice(0, count)
      .map(({ category, fraction }) => `${category} ${share(fraction)}`)
      .join(' · ');
  return (
    <div className={classes.taste} title={text(data.taste.length)}>
      <span className={classes.tasteBar} aria-hidden>
        {data.taste.map(({ category, fraction }) => (
          <i key={category} style={{ flex: fraction, background: categoryColor(category) }} />
        ))}
      </span>
      <span className={classes.tasteText}>{text(NAMED)}</span>
    </div>
  );
}
