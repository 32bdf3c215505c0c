// The policy: changed as a document, tried on a text and on what came in before it counts, saved, and taken back.
import { call, key } from './api.js';
import { $, el, finding, marked, time } from './view.js';

const verdicts = { approve: 'approved', hold: 'held', reject: 'rejected' };
let version = null, me = null;

/** JSON with each list of words on one line, and the lists, which are long, last. */
function written({ lists, ...rest }) {
  return JSON.stringify({ ...rest, lists }, null, 2).replace(/\[\s+("(?:[^"\\]|\\.)*"(?:,\s+"(?:[^"\\]|\\.)*")*)\s+\]/g, (_, words) => `[${words.replace(/,\s+"/g, ', "')}]`);
}

const by = actor => actor === 'start' ? 'from the first start,' : `saved by ${actor},`;

/** What stands in the editor, or null with what is wrong with it. */
function read() {
  complain({});
  try {
    return JSON.parse($('document').value);
  } catch (error) {
    complain({ 'This is no JSON': [error.message] });
    return null;
  }
}

function complain(errors) {
  $('errors').replaceChildren(...Object.entries(errors).map(([path, messages]) => el('li', {}, el('code', {}, path.replace(/^\$\.policy/, '$')), `: ${messages.join(' ')}`)));
}

/** Asks the service; what it refuses stands below the editor. */
async function ask(path, options) {
  try {
    return await call(path, options);
  } catch (error) {
    complain(error.errors ?? { [error.status === 412 ? 'Not saved' : 'Not done']: [error.status === 412 ? 'another editor has saved a policy meanwhile. Copy what you changed, and go back to what is in force.' : error.message] });
    return null;
  }
}

async function load() {
  const [newest] = (await call('policy/versions?limit=1')).items;
  const policy = await call('policy');
  version = newest.version;
  $('in-force').replaceChildren(`Version ${version} is in force, ${by(newest.actor)} `, time(newest.at));
  $('document').value = written(policy);
  complain({});
  await list();
}

async function list() {
  const { items } = await call('policy/versions?limit=20');
  $('versions').replaceChildren(...items.map(saved => el('li', {},
    el('span', {}, el('b', {}, `Version ${saved.version}`), `, ${by(saved.actor)} `, time(saved.at)),
    el('button', { type: 'button', className: 'plain', onclick: () => show(saved.version), 'aria-label': `Show version ${saved.version}` }, 'Show'),
    me.role === 'admin' && saved.version !== version ? el('button', { type: 'button', className: 'plain', onclick: () => restore(saved.version), 'aria-label': `Restore version ${saved.version}` }, 'Restore') : null)));
}

async function show(number) {
  const policy = await ask(`policy/versions/${number}`);
  if (!policy) return;
  $('document').value = written(policy);
  $('saved').textContent = `The editor shows version ${number}. It is not in force before it is saved.`;
}

async function restore(number) {
  if (!await ask(`policy/versions/${number}/restore`, { method: 'POST', version })) return;
  await load();
  $('saved').textContent = `Version ${number} is in force again, as version ${version}.`;
}

$('save').addEventListener('submit', async event => {
  event.preventDefault();
  const policy = read(), reason = $('reason').value.trim();
  if (!policy || !await ask('policy' + (reason ? `?reason=${encodeURIComponent(reason)}` : ''), { method: 'PUT', version, body: policy })) return;
  await load();
  $('reason').value = '';
  $('saved').textContent = `Saved: version ${version} is in force from the next comment on.`;
});

$('reload').addEventListener('click', async () => { await load(); $('saved').textContent = ''; });

$('try').addEventListener('submit', async event => {
  event.preventDefault();
  const policy = read(), name = $('try-name').value, comment = $('try-comment').value;
  const answer = policy && await ask('policy/test', { method: 'POST', body: { name, comment, policy } });
  if (!answer) return;
  const { verdict, findings } = answer;
  $('tried').replaceChildren(el('p', {}, 'It would be ', el('b', {}, verdicts[verdict]), '.'), el('p', { className: 'text' }, ...marked(comment, 'comment', findings)), el('ul', { className: 'findings' }, ...findings.map(finding)));
});

$('past').addEventListener('submit', async event => {
  event.preventDefault();
  const policy = read(), days = Number($('past-days').value);
  if (!policy) return;
  $('found').textContent = 'Looking…';
  const tested = await ask('policy/backtest?limit=20', { method: 'POST', body: { policy, from: days ? new Date(Date.now() - days * 86_400_000).toISOString() : undefined } });
  $('found').replaceChildren(...tested ? findings(tested) : []);
});

function findings({ total, table, agreement, changed }) {
  const cell = (status, verdict) => el('td', { className: verdicts[verdict] !== status && table[status][verdict] ? 'changes' : '' }, table[status][verdict].toLocaleString());
  return [
    el('table', {},
      el('caption', {}, `${total.toLocaleString()} comments: what they are today, and what this policy says to them`),
      el('tr', {}, el('td', {}), ...Object.values(verdicts).map(word => el('th', { scope: 'col' }, word))),
      ...Object.keys(table).map(status => el('tr', {}, el('th', { scope: 'row' }, `${status} today`), ...Object.keys(verdicts).map(verdict => cell(status, verdict))))),
    el('p', {}, agreement.decided === 0 ? 'No moderator has decided any of them.'
      : `Of ${agreement.decided.toLocaleString()} that moderators decided, it decides ${agreement.agreed.toLocaleString()} the same way and ${agreement.disagreed.toLocaleString()} the other; ${agreement.held.toLocaleString()} it leaves to them.`),
    changed.items.length ? el('p', {}, el('b', {}, changed.next ? `The newest ${changed.items.length} that would differ:` : 'These would differ:')) : el('p', {}, 'Nothing would differ.'),
    el('ol', {}, ...changed.items.map(item => el('li', {},
      el('p', {}, el('b', {}, item.name), ` · ${item.status} today, would be ${verdicts[item.verdict]} · `, time(item.submittedAt)),
      el('p', { className: 'text' }, ...marked(item.comment, 'comment', item.findings)),
      el('ul', { className: 'findings' }, ...item.findings.map(finding))))),
  ];
}

async function start() {
  try {
    if (!key.get()) throw new Error('');
    me = await call('me');
    $('who').textContent = `${me.name} (${me.role})`;
    $('save').hidden = me.role !== 'admin';
    await load();
    $('policy').hidden = false;
  } catch (error) {
    $('no-key').hidden = false;
    $('no-key-why').textContent = error.message;
  }
}

start();
