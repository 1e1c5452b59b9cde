import type { VendorCall } from './server.js';

/** Which rows of a list a page holds, and what it says of the total. */
export interface PageCut {
  start: number;
  end: number;
  total: number;
}

/**
 * Cuts a page out of a list, and plays the faults of paged answers on it: a wrong total, the page before this one again, or rows that
 * slipped by some places. A repeated page waits for a page that has one before it.
 */
export function cutPage(call: VendorCall, start: number, length: number, total: number): PageCut {
  const { fault } = call;
  const end = Math.min(total, start + length);
  switch (fault?.kind) {
    case 'wrong_count':
      return { start, end, total: Math.max(0, total + fault.by) };
    case 'repeat_page': {
      if (start === 0) {
        call.keepFault();
        return { start, end, total };
      }
      const before = Math.max(0, start - length);
      return { start: before, end: before + length, total };
    }
    case 'shift_page': {
      const shifted = Math.min(total, Math.max(0, start + fault.by));
      return { start: shifted, end: Math.min(total, shifted + length), total };
    }
    default:
      return { start: Math.min(start, total), end, total };
  }
}
