// What the page tells: what was done, and what went wrong.
import { Refused } from './api.js';
import { $, el } from './view.js';

/** Says what happened. @param undo whether it can be undone. */
export function say(text, undo = false) {
  $('message').textContent = text;
  $('undo').hidden = !undo;
}

/** Does work that the service may refuse, and says so where it does. @param again what the moderator may try. */
export async function guarded(work, again) {
  try {
    await work();
    $('trouble').hidden = true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) return document.dispatchEvent(new Event('signed-out'));
    say('');
    $('trouble').replaceChildren(el('p', {}, error.message), el('button', { type: 'button', className: 'plain', onclick: () => { $('trouble').hidden = true; again(); } }, 'Try again'));
    $('trouble').hidden = false;
  }
}
