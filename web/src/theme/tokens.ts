import type { ThemeConfig } from 'antd';
import type { ExpenseKind } from '../generated/schema.js';

/** The two faces of the console. */
export type Appearance = 'light' | 'dark';

/** Every colour of the console. Text colours keep a contrast of 4.5 : 1 or more on `surface`, `canvas` and on their own `…Soft`. */
export interface Palette {
  canvas: string;
  surface: string;
  sunken: string;
  /** The empty part of bars and switches. */
  track: string;
  line: string;
  lineStrong: string;
  ink: string;
  inkSoft: string;
  inkFaint: string;
  /** Fill of primary buttons, under white text. */
  accentFill: string;
  /** Links and selected things, as text. */
  accent: string;
  accentSoft: string;
  good: string;
  goodSoft: string;
  warn: string;
  warnSoft: string;
  bad: string;
  badSoft: string;
  shadow: string;
}

const light: Palette = {
  canvas: '#f4f5f8',
  surface: '#ffffff',
  sunken: '#f8f9fb',
  track: '#eceff4',
  line: '#e4e7ed',
  lineStrong: '#c8ced9',
  ink: '#161c2c',
  inkSoft: '#465066',
  inkFaint: '#626c80',
  accentFill: '#2a4bb8',
  accent: '#2a4bb8',
  accentSoft: '#eaeffb',
  good: '#0d6b45',
  goodSoft: '#e3f4eb',
  warn: '#8a5200',
  warnSoft: '#fcf0d9',
  bad: '#b3261e',
  badSoft: '#fdeae8',
  shadow: '0 1px 2px rgb(22 28 44 / 5%), 0 1px 8px rgb(22 28 44 / 4%)',
};

const dark: Palette = {
  canvas: '#0e121a',
  surface: '#161b26',
  sunken: '#1a202c',
  track: '#242c3b',
  line: '#283041',
  lineStrong: '#404b60',
  ink: '#e9ecf3',
  inkSoft: '#b7c0d1',
  inkFaint: '#939eb3',
  accentFill: '#3f5fd0',
  accent: '#9db2ff',
  accentSoft: '#1e2947',
  good: '#62cf9f',
  goodSoft: '#11301f',
  warn: '#edba69',
  warnSoft: '#35270e',
  bad: '#ff938a',
  badSoft: '#3c1a18',
  shadow: '0 1px 2px rgb(0 0 0 / 40%)',
};

export const palettes: Record<Appearance, Palette> = { light, dark };

/** One colour per kind of expense, told apart by people with colour-blindness too; the same in both appearances. */
export const kindColours: Record<ExpenseKind, string> = {
  ride: '#3f6fe0',
  flight: '#12a5a5',
  hotel: '#8b5fd3',
  train: '#e39b2d',
  bus: '#b5713a',
  car_rental: '#5d9a45',
  meal: '#d8618f',
  goods: '#6f7f99',
  other: '#a5aebd',
};

/** Colours for series that are not kinds, in the order of their size. */
export const seriesColours = Object.values(kindColours);
/** Latin before Chinese, so that figures and Latin punctuation come from a face made for them. */
export const fontStack =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** Hands the palette to plain CSS as `--canvas`, `--ink-soft`, … on the root element. */
export function applyPalette(root: HTMLElement, appearance: Appearance): void {
  for (const [name, value] of Object.entries(palettes[appearance])) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
  }
  root.style.setProperty('--font', fontStack);
  root.style.colorScheme = appearance;
  root.dataset.appearance = appearance;
}

/** The same palette for Ant Design. Its algorithm is added where the provider stands. */
export function antTokens(appearance: Appearance, still: boolean): Pick<ThemeConfig, 'token' | 'components'> {
  const p = palettes[appearance];
  return {
    token: {
      colorPrimary: p.accentFill,
      colorInfo: p.accentFill,
      colorLink: p.accent,
      colorLinkHover: p.accent,
      colorLinkActive: p.accent,
      colorSuccess: p.good,
      colorWarning: p.warn,
      colorError: p.bad,
      colorText: p.ink,
      colorTextSecondary: p.inkSoft,
      colorTextTertiary: p.inkFaint,
      colorTextDescription: p.inkFaint,
      colorTextPlaceholder: p.inkFaint,
      colorBgLayout: p.canvas,
      colorBgContainer: p.surface,
      colorBgElevated: p.surface,
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      borderRadius: 7,
      fontFamily: fontStack,
      fontSize: 14,
      motion: !still,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: {
      Segmented: { itemColor: p.inkSoft, trackBg: p.track },
      Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 500 },
      Drawer: { paddingLG: 20 },
    },
  };
}
