// <comment-thread article="id">: comments and a form. A form inside it works without this script and is taken over.
// Texts are set as text; only `html`, which the service makes from plain text and calls safe, is inserted as markup.
const service = new URL('./', import.meta.url);
const api = path => new URL('api/v1/' + path, service);
const get = path => fetch(api(path)).catch(() => null);
const told = {
  queued: 'Thank you. Your comment arrived and is being looked at.',
  held: 'Thank you. Your comment waits for a moderator and appears here once it is approved.',
  approved: 'Your comment is published. ',
  rejected: "Your comment was not published: it does not keep to this site's rules. You are welcome to put it differently.",
  removed: 'Your comment was taken off the page by a moderator.',
};
const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

const href = new URL('embed.css', service).href;
if (![...document.styleSheets].some(sheet => sheet.href === href)) document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));

/** Makes an element: properties, then children. */
const el = (tag, properties = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter(child => child != null));
  return made;
};

const plain = (text, onclick, more) => el('button', { type: 'button', className: 'plain', onclick, ...more }, text);

const field = (name, label, control, hint) =>
  el('p', { className: /^(name|email)$/.test(name) ? 'field' : 'field wide' }, el('label', { htmlFor: 'ct-' + name }, label, hint && el('span', { className: 'hint' }, ' ' + hint)), Object.assign(control, { id: 'ct-' + name, name }));

const ownForm = () => el('form', {},
  // Moderators see what it is about.
  ...Object.entries({ articleTitle: document.title, articleUrl: location.origin + location.pathname }).map(([name, value]) => el('input', { type: 'hidden', name, value })),
  field('comment', 'Comment', el('textarea', { rows: 6 })),
  field('name', 'Name', el('input', { autocomplete: 'name' })),
  field('email', 'Email', el('input', { type: 'email', autocomplete: 'email' }), '(optional, never shown)'),
  field('website', 'Website', el('input', { type: 'url', autocomplete: 'url' }), '(optional)'),
  el('p', { className: 'do' }, el('button', { type: 'submit' }, 'Post Comment')));

class CommentThread extends HTMLElement {
  #items = new Map();
  #orphans = new Map();
  #sort = 'oldest';
  #next = null;
  #replyTo = null;

  connectedCallback() {
    if (this.more) return;
    this.article = this.getAttribute('article');
    this.path = `articles/${encodeURIComponent(this.article)}`;
    this.form = this.querySelector('form') ?? ownForm();
    this.form.noValidate = true;
    this.head = this.form.querySelector('[data-title]') ?? el('h2');
    this.status = el('p', { className: 'status', role: 'status' });
    this.heading = el('h2', {}, 'Comments');
    this.order = plain('Newest first', () => this.#turn(), { hidden: true });
    // What the page came with stays until then.
    this.list = this.querySelector('.comments') ?? el('ol', { className: 'comments' });
    this.more = plain('Show more comments', () => this.#load(), { hidden: true });
    // So that nothing moves later, under a finger.
    this.note = el('p', { className: 'note', role: 'status' }, this.list.children.length ? '' : 'Loading…');
    this.cancel = plain('Cancel reply', () => this.#replyingTo(null));
    this.button = this.form.querySelector('[type=submit], button');
    this.button.after(this.cancel);
    this.form.prepend(this.head);
    this.form.append(this.status);
    this.place = el('div', { className: 'write' }, this.form);
    const { parentId } = this.form.elements;
    parentId?.remove();
    this.invitation = !parentId && this.head.textContent || 'Leave a reply';
    this.replaceChildren(el('div', { className: 'bar' }, this.heading, this.order), this.note, this.list, this.more, this.place);

    this.form.addEventListener('submit', event => { event.preventDefault(); this.#send(); });
    this.form.addEventListener('input', event => { this.#complain(event.target, null); this.#keep(); });
    this.form.addEventListener('keydown', event => { if (event.key === 'Escape' && this.#replyTo) this.#replyingTo(null); });
    this.#replyingTo(null);
    this.#restore();
    this.#load().then(() => {
      const answered = this.#items.get(parentId?.value);
      if (answered) answered.querySelector('.reply').click();
      else if (location.hash.startsWith('#comment-')) document.getElementById(location.hash.slice(1))?.scrollIntoView();
    });
    const earlier = new URLSearchParams(location.search).get('submission');
    if (earlier) this.#follow(earlier);
  }

  // Reading

  async #load() {
    this.more.disabled = this.order.disabled = true;
    this.list.ariaBusy = 'true';
    const answer = await get(`${this.path}/comments?limit=50&sort=${this.#sort}` + (this.#next ? `&cursor=${this.#next}` : ''));
    if (answer?.ok) {
      const page = await answer.json();
      page.items.forEach(item => this.#show(item));
      this.#next = page.next;
      this.more.hidden = !page.next;
      this.note.textContent = this.#items.size ? '' : 'No comments yet.';
      await this.#summary();
    } else {
      this.note.replaceChildren('The comments could not be loaded. ', plain('Try again', () => this.#load()));
    }
    this.more.disabled = this.order.disabled = false;
    this.list.ariaBusy = 'false';
  }

  async #summary() {
    const answer = await get(this.path);
    if (!answer?.ok) return;
    const { comments, open } = await answer.json();
    this.heading.textContent = comments === 0 ? 'Comments' : comments === 1 ? '1 comment' : `${comments} comments`;
    this.order.hidden = comments < 2;
    if (open || this.form.hidden) return;
    this.form.hidden = true;
    this.place.prepend(el('p', { className: 'note' }, 'Comments are closed.'));
  }

  #turn() {
    this.#sort = this.#sort === 'oldest' ? 'newest' : 'oldest';
    this.order.textContent = this.#sort === 'oldest' ? 'Newest first' : 'Oldest first';
    this.#replyingTo(null);
    this.#next = null;
    this.#items.clear();
    this.#orphans.clear();
    this.#load();
  }

  #show(item) {
    if (this.#items.has(item.id)) return;
    if (!this.#items.size) this.list.replaceChildren();
    const body = el('div', { className: 'body' });
    body.innerHTML = item.html;
    const name = el('span', { className: 'name', id: 'by-' + item.id }, item.website && /^https?:/i.test(item.website) ? el('a', { href: item.website, rel: 'nofollow ugc noopener' }, item.name) : item.name);
    const replies = el('ol', { className: 'replies' });
    const entry = el('li', { id: 'comment-' + item.id },
      el('article', { 'aria-labelledby': 'by-' + item.id },
        el('header', {}, name, el('time', { dateTime: item.submittedAt }, when.format(new Date(item.submittedAt)))),
        body,
        plain('Reply', () => this.#replyingTo(item, entry), { className: 'plain reply', 'aria-label': `Reply to ${item.name}` })),
      replies);
    this.#items.set(item.id, entry);
    const parent = this.#items.get(item.parentId)?.querySelector(':scope > .replies');
    this.#insert(entry, parent);
    if (item.parentId && !parent) this.#orphans.set(item.parentId, [...this.#orphans.get(item.parentId) ?? [], entry]);
    // With the newest first an answer comes before what it answers.
    this.#orphans.get(item.id)?.forEach(orphan => this.#insert(orphan, replies));
  }

  /** Ids grow with time: answers stand in its order, all else as asked. */
  #insert(entry, replies) {
    const list = replies ?? this.list, newest = !replies && this.#sort === 'newest';
    list.insertBefore(entry, [...list.children].find(other => newest ? other.id < entry.id : other.id > entry.id) ?? null);
  }

  // Writing

  #value(name) { return this.form.elements[name]?.value ?? ''; }

  #replyingTo(item, entry) {
    const before = this.#replyTo;
    this.#replyTo = item;
    this.cancel.hidden = !item;
    this.head.textContent = item ? `Reply to ${item.name}` : this.invitation;
    if (item) {
      entry.querySelector('article').after(this.place);
      this.form.elements.comment.focus();
    } else if (before) {
      this.append(this.place);
      this.#items.get(before.id)?.querySelector('.reply').focus();
    }
  }

  #complain(control, message) {
    if (!control?.name) return;
    const id = 'error-' + control.name;
    this.form.querySelector('#' + id)?.remove();
    control.ariaInvalid = message ? 'true' : null;
    control.removeAttribute('aria-describedby');
    if (message) {
      control.setAttribute('aria-describedby', id);
      control.after(el('span', { id, className: 'error' }, message));
    }
  }

  #say(text, isBad = false) {
    this.status.className = isBad ? 'status bad' : 'status';
    this.status.textContent = text;
  }

  async #send() {
    this.form.querySelectorAll('.done').forEach(line => line.remove());
    const fields = { name: this.#value('name'), comment: this.#value('comment') };
    // homepage is a trap for programs: a person does not see it.
    for (const name of ['email', 'website', 'articleTitle', 'articleUrl', 'homepage']) if (this.#value(name)) fields[name] = this.#value(name);
    if (this.#replyTo) fields.parentId = this.#replyTo.id;
    const wrong = {};
    if (!fields.name.trim()) wrong.name = ['Please enter your name here'];
    if (!fields.comment.trim()) wrong.comment = ['Please enter your comment!'];
    if (this.#refuse(wrong)) return;

    // The same words sent again carry the same key, so that a retry on a bad network posts once.
    const content = JSON.stringify(fields);
    if (this.attempt?.content !== content) this.attempt = { content, key: Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('') };
    this.#keep();
    this.button.disabled = true;
    this.#say('Sending…');
    try {
      const answer = await fetch(api(this.path + '/comments'), { method: 'POST', body: content, headers: { 'Content-Type': 'application/json', 'Idempotency-Key': this.attempt.key } });
      await this.#answered(answer, fields.comment);
    } catch {
      this.#say('The network failed. Your comment is kept here: press the button to send it again; it will be posted once.', true);
    }
    this.button.disabled = false;
  }

  /** Shows what is wrong, all at once; true where anything was. */
  #refuse(errors) {
    const controls = [...this.form.elements].filter(control => control.name);
    controls.forEach(control => this.#complain(control, errors[control.name]?.join(' ')));
    const others = Object.entries(errors).filter(([name]) => !controls.some(control => control.name === name && control.type !== 'hidden')).map(([, messages]) => messages.join(' '));
    const first = controls.find(control => errors[control.name]);
    first?.focus();
    this.#say(others.join(' '), true);
    return Boolean(first || others.length);
  }

  async #answered(answer, text) {
    const body = await answer.json().catch(() => ({}));
    if (answer.status === 202) {
      this.form.elements.comment.value = '';
      this.attempt = null;
      this.#keep();
      this.#replyingTo(null);
      this.#say('');
      this.#follow(body.id, text);
    } else if (body.errors) {
      this.#refuse(body.errors);
    } else if (answer.status === 429 || answer.status === 503) {
      this.#say(`Too much at once. Please send it again in ${answer.headers.get('Retry-After') ?? 'a few'} seconds: your comment is kept here.`, true);
    } else {
      this.#say((body.detail ?? 'That did not work.') + ' Your comment is kept here.', true);
    }
  }

  /** Tells in a line of its own what becomes of a submission. */
  async #follow(id, text) {
    const line = el('p', { className: 'status', role: 'status', tabIndex: -1 });
    this.form.append(line);
    let status = 'queued';
    for (let round = 0; /queued|held/.test(status); round++) {
      if (line.textContent !== told[status]) line.textContent = told[status];
      if (text && !round) line.focus();
      await new Promise(done => setTimeout(done, Math.min(60 * 1.6 ** round, 15_000)));
      if (document.hidden || !this.isConnected) continue;
      const answer = await get('submissions/' + encodeURIComponent(id));
      if (answer?.ok) ({ status } = await answer.json());
      if (answer?.status === 404) return line.remove();
    }
    if (status === 'approved') {
      const answer = await get(this.path + '/comments?limit=50&sort=newest');
      if (answer?.ok) (await answer.json()).items.forEach(item => this.#show(item));
      this.note.textContent = '';
      await this.#summary();
      this.#items.get(id)?.classList.add('mine');
    }
    // Nobody loses a text: it may be put differently.
    if (status === 'rejected' && text) this.form.elements.comment.value ||= text;
    line.className += ' done';
    line.textContent = told[status];
    if (this.#items.has(id)) line.append(el('a', { href: '#comment-' + id }, 'See it there'));
  }

  // The draft outlives a reload and a failure.

  get #draft() { return 'comment-thread:' + this.article; }

  #keep() {
    try {
      localStorage.setItem(this.#draft, JSON.stringify({ ...Object.fromEntries(['name', 'email', 'website', 'comment'].map(name => [name, this.#value(name)])), attempt: this.attempt }));
    } catch { /* Forbidden or full. */ }
  }

  #restore() {
    try {
      const { attempt, ...kept } = JSON.parse(localStorage.getItem(this.#draft) ?? '{}');
      this.attempt = attempt;
      for (const [name, value] of Object.entries(kept)) if (value && this.form.elements[name]) this.form.elements[name].value ||= value;
    } catch { /* It is not ours. */ }
  }
}

customElements.define('comment-thread', CommentThread);
