const PATHS = {
  overview: 'M4 19V10M10 19V5M16 19v-7M22 19H2',
  bill: 'M6 3h12v18l-3-2-3 2-3-2-3 2V3ZM9 8h6M9 12h6',
  statements: 'M4 5h16v14H4zM4 10h16M10 10v9M13.5 14.500l1.500 1.500 2.500-3',
  expenses: 'M4 6h16M4 12h16M4 18h10',
  spend: 'M12 3a9 9 0 1 0 9 9h-9V3ZM16 3.5A9 9 0 0 1 20.5 8H16V3.5Z',
  directory: 'M12 4v5M12 9H6v4M12 9h6v4M9.5 4h5M3.5 13h5v5h-5zM15.5 13h5v5h-5z',
  import: 'M12 4v11M8 11l4 4 4-4M4 20h16',
  connections: 'M9 7V3M15 7V3M6 7h12v4a6 6 0 0 1-12 0V7ZM12 17v4',
  apps: 'M4 4h7v7H4zM13 13h7v7h-7zM13 4h7v7h-7zM4 13h7v7H4z',
  members: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2.5 20a6.5 6.5 0 0 1 13 0M16 4a3.6 3.6 0 0 1 0 7M18 14a6 6 0 0 1 3.5 6',
  audit: 'M12 3l8 3v6c0 4.5-3.2 7.8-8 9-4.800-1.200-8-4.500-8-9V6l8-3ZM8.500 12l2.500 2.500 4.500-5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  down: 'M6 9l6 6 6-6',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16.500 16.500 21 21',
  download: 'M12 4v11M8 11l4 4 4-4M4 20h16',
  sync: 'M20 11a8 8 0 0 0-14.500-4L3 9M3 4v5h5M4 13a8 8 0 0 0 14.500 4l2.500-2M21 20v-5h-5',
  plus: 'M12 5v14M5 12h14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 12.500l4.500 4.500L19 7',
  warning: 'M12 4 2.500 20h19L12 4ZM12 10v4.500M12 17.200v.1',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z',
  eye: 'M2 12s3.500-6.500 10-6.500S22 12 22 12s-3.500 6.500-10 6.500S2 12 2 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  key: 'M8 15a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 11h9v4M17 11v3',
  pause: 'M9 5v14M15 5v14',
  play: 'M7 5l12 7-12 7V5Z',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21a8 8 0 0 1 16 0',
} as const;

/** The names of the console's icons. */
export type IconName = keyof typeof PATHS;

/** A line icon in the colour of the text around it. Decoration only: the words beside it, or the button's label, carry the meaning. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
