import {
  Button,
  createTheme,
  defaultVariantColorsResolver,
  Drawer,
  Kbd,
  Modal,
  Notification,
  SegmentedControl,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const accent: MantineColorsTuple = [
  '#edf3ff',
  '#dbe6fd',
  '#b5cbf8',
  '#8aadf3',
  '#6ea0ff',
  '#3f7ae6',
  '#2563d4',
  '#1d54b8',
  '#174695',
  '#12386f',
];

const dark: MantineColorsTuple = [
  '#e6eaf0',
  '#c3cad4',
  '#9aa6b6',
  '#7d8998',
  '#343e4b',
  '#28303b',
  '#1e252e',
  '#191f27',
  '#12161c',
  '#0d1117',
];

/** A dialog's header is not a page banner, and its close button has a name. */
const dialog = { closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'presentation' } } };

/** Dense and calm: small controls, 13 px text, one accent. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  colors: { accent, dark },
  // The accent is dark on light and light on dark; text on it has the opposite lightness.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    if (input.variant === 'subtle' && input.color === 'gray')
      return { ...colors, color: 'var(--mute)', hover: 'var(--soft)', hoverColor: 'var(--ink)' };
    return input.variant === 'filled' && (input.color ?? input.theme.primaryColor) === 'accent'
      ? { ...colors, color: 'var(--on-accent)' }
      : colors;
  },
  fontFamily: "Inter, 'Segoe UI', system-ui, 'DejaVu Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '14px', xl: '16px' },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '15px' }, h3: { fontSize: '13px' } } },
  defaultRadius: 6,
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' }, styles: { label: { fontWeight: 500 } } }),
    Modal: Modal.extend({ defaultProps: dialog }),
    Drawer: Drawer.extend({ defaultProps: dialog }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close the message' } } }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', withItemsBorders: false },
      styles: {
        root: { background: 'var(--pane)', border: '1px solid var(--line)', padding: 2 },
        indicator: { background: 'var(--soft)', boxShadow: 'none' },
      },
    }),
    Kbd: Kbd.extend({
      styles: { root: { background: 'none', borderColor: 'var(--line)', borderBottomWidth: 1, color: 'var(--mute)', fontWeight: 400 } },
    }),
    ...Object.fromEntries(
      [
        'ActionIcon',
        'TextInput',
        'Textarea',
        'NumberInput',
        'Select',
        'MultiSelect',
        'TagsInput',
        'Autocomplete',
        'Checkbox',
        'Switch',
        'FileInput',
        'Input',
      ].map((name) => [name, { defaultProps: { size: 'xs' } }]),
    ),
  },
});

const shared = {
  '--mantine-color-body': 'var(--pane)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--mute)',
  '--mantine-color-placeholder': 'var(--mute)',
  '--mantine-color-default': 'var(--pane)',
  '--mantine-color-default-hover': 'var(--soft)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--accent)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
