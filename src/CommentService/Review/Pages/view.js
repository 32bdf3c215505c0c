// How a comment looks in the queue. All that anyone wrote is set as text, never as markup.
export const $ = id => document.getElementById(id);

export const el = (tag, properties = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value == null) continue;
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter(child => child != null));
  return made;
};

export const becomes = { approve: 'approved', reject: 'rejected', hold: 'held', remove: 'removed' };
export const allowed = { held: ['approve', 'reject'], approved: ['hold', 'remove'], rejected: ['approve', 'hold'], removed: ['approve', 'hold'] };
export const keys = { a: 'approve', r: 'reject', h: 'hold', d: 'remove' };
const labels = { approve: 'Approve', reject: 'Reject', hold: 'Hold', remove: 'Remove' };

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** A length of time in its largest unit, such as "3 hours". */
export function lasting(seconds) {
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? units.at(-1);
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(seconds / size));
}

function ago(at) {
  const seconds = (new Date(at) - Date.now()) / 1000;
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  return relative.format(Math.round(seconds / size), unit);
}

export const date = at => moment.format(new Date(at));
export const time = at => el('time', { dateTime: at, title: date(at) }, ago(at));
export const renewTimes = () => document.querySelectorAll('main time').forEach(shown => { shown.textContent = ago(shown.dateTime); });

/** A text with its evidence marked; spans are UTF-16 offsets and may overlap. */
export function marked(text, field, findings) {
  const spans = findings.flatMap(f => (f.evidence ?? []).map(e => ({ ...e, rule: f.rule }))).filter(e => e.field === field && e.length > 0).sort((a, b) => a.start - b.start);
  const parts = [];
  let at = 0;
  for (const { start, length, rule } of spans) {
    const from = Math.max(start, at), to = Math.min(start + length, text.length);
    if (from >= to) continue;
    parts.push(text.slice(at, from), el('mark', { title: rule }, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}

const did = { hold: 'held it', reject: 'rejected it', approve: 'approved it', none: 'noted' };
const would = { hold: 'would hold it', reject: 'would reject it', approve: 'would approve it' };

/** What a rule reported, in words. */
export const finding = f => el('li', { className: f.shadow ? 'shadow' : f.action },
  el('b', {}, f.rule), ` ${f.shadow ? `on trial, ${would[f.shadow] ?? 'noted'}` : did[f.action] ?? f.action}: ${f.message}`);

const link = (url, ...content) => /^https?:\/\//i.test(url) ? el('a', { href: url, rel: 'nofollow noopener noreferrer', target: '_blank' }, ...content) : el('span', {}, ...content);

function actions(decisions) {
  return el('div', { className: 'actions' },
    ...decisions.map(decision => el('button', { type: 'button', className: decision, 'data-decision': decision }, labels[decision], el('kbd', { ariaHidden: 'true' }, Object.keys(keys).find(key => keys[key] === decision)))),
    decisions.length ? el('input', { className: 'reason', placeholder: 'Reason (optional)', 'aria-label': 'Reason (optional)', maxLength: 200 }) : null,
    el('button', { type: 'button', className: 'plain', 'data-detail': '' }, 'History and author'));
}

/** @param decisions what this moderator may decide about it. */
export function card(comment, decisions) {
  const { findings = [] } = comment;
  const title = comment.articleTitle || comment.articleId;
  return el('li', { id: 'comment-' + comment.id, tabIndex: -1 },
    el('article', { 'aria-label': `Comment by ${comment.name}` },
      el('p', { className: 'where' }, comment.parentId ? 'Reply on ' : 'On ',
        el('b', {}, comment.articleUrl ? link(comment.articleUrl, title) : title), ' · ', time(comment.submittedAt), ' ',
        el('button', { type: 'button', className: 'plain', 'data-article': comment.articleId }, 'only this article')),
      el('p', { className: 'by' }, ...marked(comment.name, 'name', findings),
        comment.email && el('span', {}, ...marked(comment.email, 'email', findings)),
        comment.website && el('span', {}, link(comment.website, ...marked(comment.website, 'website', findings)))),
      el('p', { className: 'text' }, ...marked(comment.comment, 'comment', findings)),
      findings.length ? el('ul', { className: 'findings', 'aria-label': 'Findings' }, ...findings.map(finding))
        : comment.status === 'held' ? el('p', { className: 'findings' }, 'No rule found anything: comments on this article wait for a moderator.') : null,
      actions(decisions)));
}

const change = h => el('li', {}, el('b', {}, h.actor), ` ${h.from ? h.from + ' → ' : ''}${h.to}, `, time(h.at), [h.reason, h.note].filter(Boolean).map(words => ` · ${words}`).join(''));

/** History, author and what a reply answers. */
export function detail({ id, history = [], author, policyVersion }, parent, mayBan) {
  return el('div', { className: 'more' },
    parent && el('blockquote', {}, el('p', {}, el('b', {}, parent.name), ' wrote, and this answers:'), el('p', { className: 'text' }, parent.comment)),
    author && el('p', {}, `This author: ${author.approved} approved, ${author.rejected} rejected, ${author.held} held${author.firstSeenAt ? ', first seen ' + date(author.firstSeenAt) : ''}. `,
      el('button', { type: 'button', className: 'plain', 'data-author': id }, 'Show them'),
      mayBan ? el('button', { type: 'button', className: 'plain', 'data-ban': '' }, 'Ban…') : null),
    el('p', {}, el('b', {}, 'History'), policyVersion ? ` · judged by policy ${policyVersion}` : ''),
    el('ol', {}, ...history.map(change)));
}
