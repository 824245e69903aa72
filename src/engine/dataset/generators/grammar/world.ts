import { craftsAndHome } from './crafts-and-home';
import { cultureAndKnowledge } from './culture-and-knowledge';
import { outdoorsAndBody } from './outdoors-and-body';
import type { CategoryWords } from './vocabulary';

const groups = [craftsAndHome, outdoorsAndBody, cultureAndKnowledge];

/** All 24 categories, taken from the three groups in turn so that the first few are already of different kinds. */
export const worldCategories: readonly CategoryWords[] = craftsAndHome.flatMap((_, i) => groups.map((group) => group[i]));

/** Every category has this many topics; topic t belongs to category ⌊t / topicsPerCategory⌋. */
export const topicsPerCategory = 6;
