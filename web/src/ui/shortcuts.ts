import { useEffect, useEffectEvent } from 'react';

/** Whether a key press belongs to a text field or an open dialog rather than to the page. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target as HTMLElement;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Runs `action` when a key is pressed outside text fields. */
export function useShortcut(key: string, action: () => void): void {
  const run = useEffectEvent(action);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== key || isTaken(event)) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [key]);
}

/** `/` puts the cursor into the page's search box, an element with `data-search`. */
export function useSearchShortcut(): void {
  useShortcut('/', () => {
    const box = document.querySelector<HTMLInputElement>('[data-search] input, input[data-search]');
    box?.focus();
    box?.select();
  });
}
