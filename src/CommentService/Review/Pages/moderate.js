// The review queue: what waits, why, and one key press for a decision. It shows what the service said, never a guess.
import { call, key } from './api.js';
import * as bans from './bans.js';
import { decide, undo } from './decide.js';
import * as filters from './filters.js';
import { follow } from './live.js';
import { guarded } from './notices.js';
import * as queue from './queue.js';
import { $, detail, keys } from './view.js';

let me = null, following = null;

// Signing in

async function start() {
  following?.abort();
  if (!key.get()) return askForKey('');
  try {
    me = await call('me');
  } catch (error) {
    return askForKey(error.status === 401 ? 'This key opens nothing: it is wrong, or it was revoked.' : error.message);
  }
  if (me.role === 'subscriber') return askForKey('This key only follows events. The queue needs a viewer, moderator or admin key.');
  $('who').textContent = `${me.name} (${me.role})`;
  $('bans-button').hidden = me.role !== 'admin';
  queue.allowDecisions(me.role !== 'viewer');
  signedIn(true);
  if ($('rule').length === 1) call('rules?limit=200').then(page => filters.offerRules(page.items.map(rule => rule.name)), () => {});
  await queue.load();
  following = new AbortController();
  follow(queue.look, following.signal);
}

function signedIn(is) {
  for (const id of ['session', 'tools', 'queue', 'hints']) $(id).hidden = !is;
  $('sign-in').hidden = is;
}

function askForKey(error) {
  following?.abort();
  me = null;
  signedIn(false);
  $('waiting').textContent = '';
  $('list').replaceChildren();
  $('key-error').textContent = error;
  $('key').value = '';
  $('key').focus();
}

$('sign-in').addEventListener('submit', event => {
  event.preventDefault();
  key.set($('key').value.trim());
  start();
});
$('forget').addEventListener('click', () => { key.forget(); askForKey(''); });
document.addEventListener('signed-out', start);

// The list

async function explain(id) {
  const item = queue.itemOf(id), shown = item?.querySelector('.more');
  if (shown) return shown.remove();
  await guarded(async () => {
    const comment = await call('comments/' + id);
    const parent = comment.parentId && await call('comments/' + comment.parentId).catch(() => null);
    item.querySelector('article').append(detail(comment, parent, me?.role === 'admin'));
    item.scrollIntoView({ block: 'nearest' });
  }, () => explain(id));
}

const offerBan = id => me?.role === 'admin' && queue.find(id) && bans.offer(queue.find(id));

$('list').addEventListener('click', ({ target }) => {
  const button = target.closest('button'), id = target.closest('li[id]')?.id.replace('comment-', '');
  if (!button || !id) return;
  const { decision, article, author } = button.dataset;
  if (decision) decide(id, decision);
  else if ('detail' in button.dataset) explain(id);
  else if ('ban' in button.dataset) offerBan(id);
  else {
    filters.ask(article ? { article } : { author });
    queue.load();
  }
});

$('more').addEventListener('click', () => queue.more());
$('undo').addEventListener('click', undo);
$('help-button').addEventListener('click', () => $('help').showModal());
filters.connect(queue.load);

// Keys

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || $('queue').hidden || document.querySelector('dialog[open]')) return;
  const id = queue.currentId(), pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.target.closest?.('input, textarea, select')) {
    if (event.key === 'Escape') queue.select(queue.itemOf(id));
    return;
  }
  const handled = {
    j: () => queue.step(1), ArrowDown: () => queue.step(1),
    k: () => queue.step(-1), ArrowUp: () => queue.step(-1),
    e: () => queue.itemOf(id)?.querySelector('.reason')?.focus(),
    u: undo, b: () => offerBan(id), '/': () => $('q').focus(), '?': () => $('help').showModal(),
    Enter: event.target.closest?.('button, a') ? null : () => id && explain(id),
  }[pressed] ?? (keys[pressed] && (() => decide(id, keys[pressed])));
  if (!handled) return;
  event.preventDefault();
  // A key that is held down walks through the list, and decides nothing that nobody has read.
  if (!event.repeat || /^(j|k|Arrow)/.test(pressed)) handled();
});

filters.show();
start();
