// The list: what the service said is there, in its order, kept up with what others decide meanwhile.
import { call } from './api.js';
import * as filters from './filters.js';
import { guarded, say } from './notices.js';
import { $, allowed, card, el, lasting, renewTimes } from './view.js';

const comments = new Map();
let next = null, current = null, round = 0, mayDecide = false;

const idOf = item => item.id.replace('comment-', '');
const open = () => [...$('list').children].filter(item => !item.classList.contains('settled'));
const comesBefore = (a, b) => filters.isNewestFirst() ? a > b : a < b;

export const find = id => comments.get(id);
export const itemOf = id => $('comment-' + id);
export const currentId = () => current;
export const allowDecisions = may => { mayDecide = may; };
export const isAllowed = (comment, decision) => mayDecide && allowed[comment.status].includes(decision);

export async function load() {
  const mine = ++round;
  current = next = null;
  comments.clear();
  $('list').replaceChildren();
  $('empty').hidden = $('more').hidden = true;
  say('');
  count();
  await more(mine);
  if (mine === round) select(open()[0], false);
}

export async function more(mine = round) {
  $('more').disabled = true;
  $('list').ariaBusy = 'true';
  let isKnown = false;
  await guarded(async () => {
    // A filtered page may be short or empty and yet not be the last.
    let found = 0;
    do {
      const page = await call(filters.query(next));
      if (mine !== round) return;
      page.items.forEach(place);
      found += page.items.length;
      next = page.next;
    } while (found === 0 && next);
    isKnown = true;
  }, load);
  if (mine !== round) return;
  $('list').ariaBusy = 'false';
  $('more').disabled = false;
  $('more').hidden = !next;
  settle(isKnown);
}

function make(comment) {
  comments.set(comment.id, comment);
  const item = card(comment, mayDecide ? allowed[comment.status] : []);
  item.addEventListener('focusin', () => select(item, false));
  item.addEventListener('click', () => select(item, false));
  return item;
}

/** Puts a comment where its time has it, and replaces it where it is there already. */
export function place(comment) {
  const item = make(comment), there = itemOf(comment.id);
  if (there) there.replaceWith(item);
  else {
    const after = [...$('list').children].find(other => comesBefore(comment.id, idOf(other)));
    if (after) after.before(item);
    else $('list').append(item);
  }
  settle();
  return item;
}

function settled(item, comment, text) {
  const fresh = make(comment);
  fresh.querySelector('.actions').before(el('p', { className: 'verdict' }, text));
  if (comment.status !== filters.status()) fresh.classList.add('settled');
  item.replaceWith(fresh);
  settle();
  if (next && open().length < 5) more();
  count();
  return fresh;
}

/** Shows what became of a comment, and goes on to the next. */
export function leave(item, comment, text) {
  const after = open()[open().indexOf(item) + 1] ?? open()[open().indexOf(item) - 1];
  const fresh = settled(item, comment, text);
  select(comment.status === filters.status() ? fresh : after ?? fresh);
}

/**
 * Someone else was quicker: shows what they decided. The comment stays the current one, and the next key press is taken
 * for one that was meant before this showed.
 */
export function learn(item, comment) {
  const hadFocus = item.contains(document.activeElement), text = `${comment.history.at(-1)?.actor ?? 'Another moderator'} already made this ${comment.status}.`;
  const fresh = settled(item, comment, text);
  fresh.dataset.news = text;
  if (current === comment.id) select(fresh, hadFocus);
  return text;
}

/** A comment that is what it was before: it stands in the list again where the list is of such. */
export function returned(comment) {
  if (comment.status === filters.status()) select(place(comment));
  else if (itemOf(comment.id)) leave(itemOf(comment.id), comment, `This is ${comment.status} again.`);
  count();
}

export function select(item, focus = true) {
  if (!item) return;
  $('list').querySelector('[aria-current]')?.removeAttribute('aria-current');
  item.setAttribute('aria-current', 'true');
  current = idOf(item);
  if (focus) {
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: 'nearest' });
  }
}

export function step(by) {
  const items = [...$('list').children];
  select(items[items.findIndex(item => idOf(item) === current) + by]);
}

/** @param isKnown false where the service did not say what there is. */
function settle(isKnown = true) {
  const left = open().length, { ariaBusy } = $('list');
  $('empty').hidden = left > 0 || Boolean(next) || ariaBusy === 'true' || !isKnown;
  $('empty').firstElementChild.textContent = filters.isFiltered() ? 'There is no such comment.' : filters.status() === 'held' ? 'Nothing waits. Well done. New comments appear here by themselves.' : `No comment is ${filters.status()}.`;
  $('clear').hidden = !filters.isFiltered();
  document.title = `${filters.status() === 'held' && left ? `(${left}${next ? '+' : ''}) ` : ''}Review queue`;
}

/** How much waits in all. */
async function count() {
  const from = new Date(Date.now() - 60_000).toISOString();
  const { queue } = await call(`stats?from=${from}`).catch(() => ({}));
  if (queue) $('waiting').textContent = queue.size === 0 ? 'nothing waits' : `${queue.size.toLocaleString()} wait${queue.size === 1 ? 's' : ''}, the oldest for ${lasting(queue.oldestAgeSeconds)}`;
}

/** What other moderators decided meanwhile, and what came in. */
export async function look() {
  if (document.hidden || $('queue').hidden || $('list').ariaBusy === 'true') return;
  renewTimes();
  count();
  if (filters.status() !== 'held') return;
  const mine = round;
  try {
    const page = await call(filters.query(null));
    if (mine !== round) return;
    const waiting = new Map(page.items.map(item => [item.id, item]));
    const last = page.items.at(-1)?.id;
    for (const item of open()) {
      const id = idOf(item);
      // What the page reaches past and does not hold was decided elsewhere; a reason that is being written is left alone.
      if (!waiting.has(id) && (!page.next || !comesBefore(last, id)) && !item.classList.contains('busy') && !item.contains(document.activeElement?.closest('input'))) {
        const now = await call('comments/' + id);
        if (now.status !== 'held' && mine === round) learn(item, now);
      }
    }
    const end = [...comments.keys()].reduce((most, id) => !most || comesBefore(most, id) ? id : most, null);
    const come = page.items.filter(item => !comments.has(item.id) && (!next || comesBefore(item.id, end)));
    come.forEach(place);
    if (come.length) say(`${come.length} new.`);
    if (!current) select(open()[0], false);
  } catch { /* The next look may succeed; what the moderator does says what is wrong. */ }
}
