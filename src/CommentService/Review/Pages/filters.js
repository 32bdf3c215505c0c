// What the queue is asked for. It stands in the page's address too, so that it outlives a reload and can be passed on.
import { $, el } from './view.js';

const statuses = ['held', 'approved', 'rejected', 'removed'];
const fields = ['q', 'article', 'rule', 'sort'];
const asked = new URLSearchParams(location.search);

export const status = () => statuses.includes(asked.get('status')) ? asked.get('status') : 'held';
export const isNewestFirst = () => asked.get('sort') === 'newest';
export const isFiltered = () => [...asked.keys()].some(name => name !== 'status' && name !== 'sort');

/** The query of a page of the queue, after a cursor where there is one. */
export function query(cursor) {
  const parameters = new URLSearchParams(asked);
  parameters.set('status', status());
  parameters.set('limit', '20');
  if (cursor) parameters.set('cursor', cursor);
  return 'comments?' + parameters;
}

/** Changes some of it; an empty value asks for anything. */
export function ask(changes) {
  for (const [name, value] of Object.entries(changes)) {
    if (value) asked.set(name, value);
    else asked.delete(name);
  }
  history.replaceState(null, '', asked.size ? '?' + asked : location.pathname);
  show();
}

export const clear = () => ask(Object.fromEntries([...asked.keys()].filter(name => name !== 'status' && name !== 'sort').map(name => [name, ''])));

/** Sets the controls to what is asked. */
export function show() {
  for (const name of fields) $(name).value = asked.get(name) ?? '';
  $('author').hidden = !asked.has('author');
  $('tabs').replaceChildren(...statuses.map(name => el('button', { type: 'button', 'aria-pressed': String(name === status()), 'data-status': name }, name[0].toUpperCase() + name.slice(1))));
}

/** Offers the rules by name. What is being typed into the other fields meanwhile stays. */
export function offerRules(names) {
  $('rule').append(...names.map(name => el('option', { value: name }, name)));
  $('rule').value = asked.get('rule') ?? '';
}

/** @param changed what follows when another thing is asked for. */
export function connect(changed) {
  const take = () => {
    const values = Object.fromEntries(fields.map(name => [name, $(name).value.trim()]));
    if (fields.every(name => values[name] === (asked.get(name) ?? ''))) return;
    ask(values);
    changed();
  };
  $('filters').addEventListener('submit', event => { event.preventDefault(); take(); });
  $('filters').addEventListener('change', take);
  $('tabs').addEventListener('click', ({ target }) => {
    if (!target.dataset.status) return;
    ask({ status: target.dataset.status });
    $('tabs').querySelector('[aria-pressed=true]').focus();
    changed();
  });
  $('author').addEventListener('click', () => { ask({ author: '' }); changed(); });
  $('clear').addEventListener('click', () => { clear(); changed(); });
}
