// Bans, for admins: made from a comment, because nobody sees a network address; listed and lifted.
import { call } from './api.js';
import { guarded, say } from './notices.js';
import { $, date, el, time } from './view.js';

const kinds = { author: 'The author', email: 'The email address', address: 'The network address', name: 'The name' };
let comment = null;

/** Asks whom exactly to ban, for how long and why. */
export function offer(about) {
  comment = about;
  $('ban-title').textContent = `Ban ${about.name}`;
  $('ban-kind').replaceChildren(...Object.entries(kinds).filter(([kind]) => kind !== 'email' || about.email).map(([kind, label]) =>
    el('option', { value: kind }, label + (kind === 'email' ? ` ${about.email}` : kind === 'name' ? ` “${about.name}” (held, not rejected)` : ''))));
  $('ban-error').textContent = $('ban-reason').value = $('ban-length').value = '';
  $('ban').showModal();
}

async function ban() {
  const days = Number($('ban-length').value);
  const body = { kind: $('ban-kind').value, commentId: comment.id, reason: $('ban-reason').value.trim() || undefined, expiresAt: days ? new Date(Date.now() + days * 86_400_000).toISOString() : undefined };
  try {
    const made = await call('bans', { method: 'POST', body });
    $('ban').close();
    // A name alone may be anyone's.
    say(`Banned: from now on comments by ${made.value ?? 'this address'} are ${made.kind === 'name' ? 'held' : 'rejected'}.`);
  } catch (error) {
    $('ban-error').textContent = error.message;
  }
}

async function list() {
  $('bans-list').replaceChildren();
  $('bans-message').textContent = 'Loading…';
  if (!$('bans').open) $('bans').showModal();
  const { items, next } = await call('bans?limit=200');
  $('bans-message').textContent = items.length ? next ? 'The 200 newest:' : '' : 'Nobody is banned.';
  $('bans-list').replaceChildren(...items.map(made => el('li', {},
    el('p', {}, el('b', {}, made.value ?? 'A network address'), ` · ${made.kind} · by ${made.createdBy}, `, time(made.createdAt), made.expiresAt ? `, until ${date(made.expiresAt)}` : '', made.reason ? `: ${made.reason}` : ''),
    el('button', { type: 'button', className: 'plain', 'aria-label': `Lift the ban of ${made.value ?? 'a network address'}`, onclick: () => lift(made.id) }, 'Lift'))));
}

const shown = work => guarded(async () => {
  try {
    await work();
  } catch (error) {
    $('bans').close();
    throw error;
  }
}, () => shown(list));

const lift = id => shown(async () => {
  await call('bans/' + id, { method: 'DELETE' }).catch(error => { if (error.status !== 404) throw error; });
  await list();
});

$('ban').querySelector('form').addEventListener('submit', event => { event.preventDefault(); ban(); });
$('ban').querySelector('[data-close]').addEventListener('click', () => $('ban').close());
$('bans-button').addEventListener('click', () => shown(list));
