import type { KeyboardEvent } from 'react';

const STOP = '[data-stop]';
const ITEM = 'li, h3';

/** Arrow keys, Home and End move between the rows of a list; Tab goes from a row to its own buttons. */
export function moveBetweenStops(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLElement;
  if (target.tagName === 'INPUT') {
    return; // the keys move the caret there
  }
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(STOP)];
  const at = stops.indexOf(target.closest(ITEM)?.querySelector<HTMLElement>(STOP) ?? target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (at >= 0 && to !== undefined && stops[to]) {
    stops[to].focus();
    event.preventDefault();
  }
}

/** Leave only the buttons of one item in the Tab order: of the item that has the focus, had it last, or comes first. */
export function oneTabStop(list: HTMLElement, focused?: EventTarget): void {
  const now = (focused as HTMLElement | undefined)?.closest<HTMLElement>(ITEM);
  const last = list.querySelector<HTMLElement>('[data-here]');
  const item = now ?? last ?? list.querySelector<HTMLElement>(ITEM);
  if (!item) {
    return;
  }
  if (last && last !== item) {
    delete last.dataset.here;
    last.querySelectorAll('button').forEach(button => (button.tabIndex = -1));
  }
  item.dataset.here = '';
  item.querySelectorAll('button').forEach(button => (button.tabIndex = 0));
}
