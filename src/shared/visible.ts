/** What a terminal would act on instead of showing: control characters, and marks that turn the direction of what follows. */
const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const layout = /[\t\n]/g;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Text with escapes where data holds characters that would colour, erase, rename the window or reorder; lines and tabs stay. */
export const visible = (text: string): string => text.replace(acting, escaped);

/** The same for one cell of a table, which is one line. */
export const visibleCell = (text: string): string => visible(text).replace(layout, escaped);
