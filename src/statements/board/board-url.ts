import type { TableFormat } from '../../platform/files/index.js';
import type { Board } from './read-board.js';

/** Where the cells of a board are fetched as a file, which is made then. `&locale=en` asks for English words. */
export function boardUrl({ from, to, filter }: Board, format: TableFormat): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ from, to, ...filter })) if (value != null) query.set(name, String(value));
  return `/files/statement-board.${format}?${query.toString()}`;
}
