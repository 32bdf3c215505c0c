// The review queue: what waits, why, and one key press for a decision. It shows what the service said, never a guess.
import { call, key, Refused } from './api.js';
import { card, detail, el } from './view.js';

const $ = id => document.getElementById(id);
const statuses = ['held', 'approved', 'rejected', 'removed'];
const allowed = { held: ['approve', 'reject'], approved: ['hold', 'remove'], rejected: ['approve', 'hold'], removed: ['approve', 'hold'] };
const becomes = { approve: 'approved', reject: 'rejected', hold: 'held', remove: 'removed' };
const keys = { a: 'approve', r: 'reject', h: 'hold', d: 'remove' };
const labels = { approve: 'Approve', reject: 'Reject', hold: 'Hold', remove: 'Remove' };
const pollSeconds = 10;

let status = 'held', next = null, current = null, me = null, round = 0;
const comments = new Map();
const decisions = [];

const say = text => { $('message').textContent = text; };
const open = () => [...$('list').children].filter(item => !item.classList.contains('settled'));
const mayDecide = () => me?.role === 'moderator' || me?.role === 'admin';

// Signing in

async function start() {
  $('sign-in').hidden = $('queue').hidden = true;
  if (!key.get()) return askForKey('');
  try {
    me = await call('me');
  } catch (error) {
    return error.status === 401 ? askForKey('This key opens nothing: it is wrong, or it was revoked.') : askForKey(error.message);
  }
  if (me.role === 'subscriber') return askForKey('This key only follows events. The queue needs a viewer, moderator or admin key.');
  $('who').textContent = `${me.name} (${me.role})`;
  $('queue').hidden = false;
  await load();
}

function askForKey(error) {
  for (const id of ['tabs', 'filters', 'forget', 'who']) $(id).hidden = true;
  $('key-error').textContent = error;
  $('sign-in').hidden = false;
  $('key').value = '';
  $('key').focus();
}

$('sign-in').addEventListener('submit', event => {
  event.preventDefault();
  key.set($('key').value.trim());
  for (const id of ['tabs', 'filters', 'forget', 'who']) $(id).hidden = false;
  start();
});

$('forget').addEventListener('click', () => { key.forget(); me = null; $('queue').hidden = true; $('list').replaceChildren(); askForKey(''); });

// The list

function query(cursor) {
  const asked = new URLSearchParams({ status, limit: '20' });
  if ($('q').value.trim()) asked.set('q', $('q').value.trim());
  if ($('article').value.trim()) asked.set('article', $('article').value.trim());
  if (cursor) asked.set('cursor', cursor);
  return 'comments?' + asked;
}

async function load() {
  const mine = ++round;
  current = next = null;
  comments.clear();
  $('list').replaceChildren();
  $('empty').hidden = true;
  tabs();
  say('Loading…');
  await more(mine);
  if (mine === round) select(open()[0], false);
}

async function more(mine = round) {
  $('more').disabled = true;
  await guarded(async () => {
    // A filtered page may be short or empty and yet not be the last.
    let found = 0;
    do {
      const page = await call(query(next));
      if (mine !== round) return;
      page.items.forEach(add);
      found += page.items.length;
      next = page.next;
    } while (found === 0 && next);
    say('');
  });
  $('more').disabled = false;
  $('more').hidden = !next;
  settle();
}

function tabs() {
  $('tabs').replaceChildren(...statuses.map(name => el('button', { type: 'button', 'aria-pressed': String(name === status), onclick: () => { status = name; load(); } }, name[0].toUpperCase() + name.slice(1))));
}

function add(comment) {
  if (comments.has(comment.id)) return;
  comments.set(comment.id, comment);
  $('list').append(make(comment));
}

function make(comment) {
  const item = card(comment, actions(comment));
  item.addEventListener('focusin', () => select(item, false));
  item.addEventListener('click', () => select(item, false));
  return item;
}

function actions(comment) {
  const reason = el('input', { placeholder: 'Reason (optional)', 'aria-label': 'Reason (optional)', maxLength: 200 });
  return el('div', { className: 'actions' },
    ...(mayDecide() ? allowed[comment.status].map(decision => el('button', { type: 'button', className: decision, onclick: () => decide(comment.id, decision, reason.value) }, labels[decision])) : []),
    mayDecide() ? reason : null,
    el('button', { type: 'button', className: 'plain', onclick: () => explain(comment.id) }, 'History and author'));
}

function select(item, focus = true) {
  if (!item) return;
  $('list').querySelector('[aria-current]')?.removeAttribute('aria-current');
  item.setAttribute('aria-current', 'true');
  current = item.id.replace('comment-', '');
  if (focus) { item.focus(); item.scrollIntoView({ block: 'nearest' }); }
}

function settle() {
  const left = open().length;
  $('empty').hidden = left > 0 || Boolean(next);
  $('empty').textContent = status === 'held' && !$('q').value && !$('article').value ? 'Nothing waits. Well done.' : 'There is no such comment.';
  document.title = `${status === 'held' && left ? `(${left}${next ? '+' : ''}) ` : ''}Review queue`;
}

// Decisions

async function decide(id, decision, reason) {
  const comment = comments.get(id), item = $('comment-' + id);
  if (!comment || !item || item.classList.contains('busy') || !mayDecide() || !allowed[comment.status].includes(decision)) return;
  busy(item, true);
  await guarded(async () => {
    try {
      const changed = await call(`comments/${id}/${decision}`, { method: 'POST', version: comment.version, body: reason ? { reason } : {} });
      decisions.push({ id, from: comment.status });
      leave(item, changed, `You ${becomes[decision]} the comment by ${changed.name}. Press u to undo.`);
    } catch (error) {
      if (error.status !== 412 && error.status !== 409 && error.status !== 404) throw error;
      await learn(id, item);
    }
  });
  busy(item, false);
}

/** Someone else was quicker: shows what they decided, and overwrites nothing. */
async function learn(id, item) {
  const now = await call('comments/' + id);
  const last = now.history.at(-1);
  leave(item, now, `Not changed: ${last?.actor ?? 'another moderator'} already made this ${now.status}.`);
}

function leave(item, comment, text) {
  const after = open()[open().indexOf(item) + 1] ?? open()[open().indexOf(item) - 1];
  comments.set(comment.id, comment);
  const fresh = make(comment);
  fresh.querySelector('article').append(el('p', { className: 'verdict' }, text));
  if (comment.status !== status) fresh.classList.add('settled');
  item.replaceWith(fresh);
  say(text);
  settle();
  select(comment.status === status ? fresh : after ?? fresh);
}

async function undo() {
  const last = decisions.pop();
  if (!last) return say('There is nothing to undo.');
  await guarded(async () => {
    try {
      const now = comments.get(last.id) ?? await call('comments/' + last.id);
      const back = Object.keys(becomes).find(decision => becomes[decision] === last.from);
      // What was approved or rejected out of the queue goes back into it; what has no way back straight is held.
      const decision = allowed[now.status].includes(back) ? back : 'hold';
      const changed = await call(`comments/${last.id}/${decision}`, { method: 'POST', version: now.version, body: { reason: 'undone' } });
      const item = $('comment-' + last.id);
      comments.set(last.id, changed);
      const fresh = make(changed);
      if (item) item.replaceWith(fresh);
      else if (changed.status === status) $('list').prepend(fresh);
      say(`Undone: the comment by ${changed.name} is ${changed.status} again.`);
      settle();
      if (fresh.isConnected) select(fresh);
    } catch (error) {
      if (error.status !== 412) throw error;
      say('Not undone: another moderator has changed it since.');
    }
  });
}

async function explain(id) {
  const item = $('comment-' + id), shown = item?.querySelector('.more');
  if (shown) return shown.remove();
  await guarded(async () => item.querySelector('article').append(detail(await call('comments/' + id))));
}

function busy(item, is) {
  item.classList.toggle('busy', is);
  item.querySelectorAll('.actions button').forEach(button => { button.disabled = is; });
}

async function guarded(work) {
  try {
    await work();
    $('trouble').hidden = true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) return start();
    say('');
    $('trouble').replaceChildren(error.message + ' ', el('button', { type: 'button', className: 'plain', onclick: () => load() }, 'Try again'));
    $('trouble').hidden = false;
  }
}

/** What other moderators decided meanwhile, and what came in. */
async function look() {
  if (document.hidden || !me || $('queue').hidden || status !== 'held') return;
  const mine = round;
  try {
    const page = await call(query(null));
    if (mine !== round) return;
    const waiting = new Map(page.items.map(item => [item.id, item]));
    const last = page.items.at(-1)?.id;
    for (const item of open()) {
      const id = item.id.replace('comment-', '');
      // Ids grow with time: what the page reaches past and does not hold was decided elsewhere.
      if (!waiting.has(id) && (!page.next || id <= last) && !item.classList.contains('busy') && !item.contains(document.activeElement?.closest('input'))) {
        const now = await call('comments/' + id);
        if (now.status !== status && mine === round) {
          const kept = current;
          leave(item, now, `${now.history.at(-1)?.actor ?? 'Another moderator'} made this ${now.status}.`);
          select($('comment-' + kept) ?? open()[0], false);
        }
      }
    }
    const before = comments.size;
    if (!next) page.items.forEach(add);
    if (comments.size > before) say(`${comments.size - before} new.`);
    settle();
    if (!current) select(open()[0], false);
  } catch { /* The next look may succeed; what the moderator does says what is wrong. */ }
}

// Keys

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || $('queue').hidden || $('help').open) return;
  if (event.target.closest?.('input, textarea, select')) {
    if (event.key === 'Escape') { event.target.blur(); select($('comment-' + current)); }
    return;
  }
  const items = [...$('list').children], at = items.findIndex(item => item.id === 'comment-' + current);
  const handled = {
    j: () => select(items[at + 1]), ArrowDown: () => select(items[at + 1]),
    k: () => select(items[at - 1]), ArrowUp: () => select(items[at - 1]),
    u: undo, '/': () => $('q').focus(), '?': () => $('help').showModal(),
    Enter: event.target.closest?.('button, a') ? null : () => current && explain(current),
  }[event.key] ?? (keys[event.key] && (() => decide(current, keys[event.key], $('comment-' + current)?.querySelector('.actions input')?.value)));
  if (handled) { event.preventDefault(); handled(); }
});

$('filters').addEventListener('submit', event => { event.preventDefault(); load(); });
$('filters').addEventListener('change', () => load());
$('help-button').addEventListener('click', () => $('help').showModal());
$('more').addEventListener('click', () => more());
setInterval(look, pollSeconds * 1000);
tabs();
start();
