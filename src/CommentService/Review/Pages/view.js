// How a comment looks in the queue. All that anyone wrote is set as text, never as markup.
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

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const units = [['day', 86400], ['hour', 3600], ['minute', 60]];

export function time(at) {
  const seconds = (new Date(at) - Date.now()) / 1000;
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return el('time', { dateTime: at, title: moment.format(new Date(at)) }, ago.format(Math.round(seconds / size), unit));
}

/** A text with its evidence marked; spans are UTF-16 offsets and may overlap. */
export function marked(text, field, findings) {
  const spans = findings.flatMap(f => f.evidence ?? []).filter(e => e.field === field && e.length > 0).sort((a, b) => a.start - b.start);
  const parts = [];
  let at = 0;
  for (const { start, length } of spans) {
    const from = Math.max(start, at), to = Math.min(start + length, text.length);
    if (from >= to) continue;
    parts.push(text.slice(at, from), el('mark', {}, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}

const actions = { hold: 'held it', reject: 'rejected it', approve: 'approved it', none: 'noted' };

const finding = f => el('li', { className: f.action === 'none' ? 'shadow' : '' }, el('b', {}, f.rule), ` ${actions[f.action] ?? f.action}: ${f.message}`);

const link = url => /^https?:\/\//i.test(url) ? el('a', { href: url, rel: 'nofollow noopener noreferrer', target: '_blank' }) : el('span');

export function card(comment, buttons) {
  const { findings = [] } = comment;
  const website = comment.website && link(comment.website);
  website?.append(...marked(comment.website, 'website', findings));
  const email = comment.email && el('span', {}, ...marked(comment.email, 'email', findings));
  return el('li', { id: 'comment-' + comment.id, tabIndex: -1 },
    el('article', { 'aria-label': `Comment by ${comment.name}` },
      el('p', { className: 'where' }, comment.parentId ? 'Reply on ' : 'On ', el('b', {}, comment.articleTitle || comment.articleId), ' · ', time(comment.submittedAt)),
      el('p', { className: 'by' }, ...marked(comment.name, 'name', findings), email, website && el('span', {}, website)),
      el('p', { className: 'text' }, ...marked(comment.comment, 'comment', findings)),
      findings.length ? el('ul', { className: 'findings', 'aria-label': 'Findings' }, ...findings.map(finding)) : null,
      buttons));
}

export function detail({ history = [], author }) {
  const facts = author && `This author: ${author.approved} approved, ${author.rejected} rejected, ${author.held} held${author.firstSeenAt ? ', first seen ' + moment.format(new Date(author.firstSeenAt)) : ''}.`;
  return el('div', { className: 'more' },
    facts && el('p', {}, facts),
    el('p', {}, el('b', {}, 'History')),
    el('ol', {}, ...history.map(h => el('li', {}, `${h.actor}: ${h.from ? h.from + ' → ' : ''}${h.to}, `, time(h.at), [h.reason, h.note].filter(Boolean).length ? `: ${[h.reason, h.note].filter(Boolean).join(' · ')}` : ''))));
}
