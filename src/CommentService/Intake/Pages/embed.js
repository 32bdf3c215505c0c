// <comment-thread article="id"> shows an article's comments and takes new ones. A form inside it works without this
// script and is taken over by it; without one, it makes its own. Texts are set as text; only `html`, which the service
// makes from plain text and calls safe, is inserted as markup.
const service = new URL('./', import.meta.url);
const api = path => new URL('api/v1/' + path, service);
const waits = [60, 120, 250, 500, 1000, 2000, 4000, 8000, 15000];

const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = new URL('embed.css', service);
document.head.append(style);

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

const field = (name, label, control, hint) =>
  el('p', { className: 'field' }, el('label', { htmlFor: 'ct-' + name }, label, hint && el('span', { className: 'hint' }, ' ' + hint)), Object.assign(control, { id: 'ct-' + name, name }));

const ownForm = () => el('form', { noValidate: true },
  field('comment', 'Comment', el('textarea', { rows: 6 })),
  field('name', 'Name', el('input', { autocomplete: 'name' })),
  field('email', 'Email', el('input', { type: 'email', autocomplete: 'email' }), '(optional, never shown)'),
  field('website', 'Website', el('input', { type: 'url', autocomplete: 'url' }), '(optional)'),
  el('button', { type: 'submit' }, 'Post Comment'));

const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

class CommentThread extends HTMLElement {
  #items = new Map();
  #orphans = new Map();
  #sort = 'oldest';
  #next = null;
  #count = 0;
  #replyTo = null;

  connectedCallback() {
    if (this.list) return;
    this.article = this.getAttribute('article');
    this.form = this.querySelector('form') ?? ownForm();
    this.form.noValidate = true;
    this.head = this.querySelector('[data-title]') ?? el('h2', {}, 'Leave a reply');
    this.head.tabIndex = -1;
    this.status = el('p', { className: 'status', role: 'status' });
    this.heading = el('h2', {}, 'Comments');
    this.order = el('button', { type: 'button', className: 'plain', onclick: () => this.#turn() }, 'Newest first');
    this.list = el('ol', { className: 'comments' });
    this.more = el('button', { type: 'button', className: 'plain', hidden: true, onclick: () => this.#load() }, 'Show more comments');
    this.note = el('p', { className: 'note', role: 'status' });
    this.cancel = el('button', { type: 'button', className: 'plain', hidden: true, onclick: () => this.#replyingTo(null) }, 'Cancel reply');
    this.form.querySelector('[type=submit], button').after(this.cancel);
    this.form.prepend(this.head);
    this.form.append(this.status);
    this.place = el('div', { className: 'write' }, this.form);
    this.replaceChildren(el('div', { className: 'bar' }, this.heading, this.order), this.note, this.list, this.more, this.place);

    this.form.addEventListener('submit', event => { event.preventDefault(); this.#send(); });
    this.form.addEventListener('input', event => { this.#complain(event.target, null); this.#keep(); });
    this.form.addEventListener('keydown', event => { if (event.key === 'Escape' && this.#replyTo) this.#replyingTo(null); });
    this.#restore();
    this.#load();
    const earlier = new URLSearchParams(location.search).get('submission');
    if (earlier) this.#follow(earlier);
  }

  // Reading

  async #load() {
    this.more.disabled = true;
    this.list.ariaBusy = 'true';
    try {
      const url = api(`articles/${encodeURIComponent(this.article)}/comments?limit=50&sort=${this.#sort}` + (this.#next ? `&cursor=${this.#next}` : ''));
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(answer.status);
      const page = await answer.json();
      page.items.forEach(item => this.#show(item));
      this.#next = page.next;
      this.more.hidden = !page.next;
      this.note.replaceChildren(this.#items.size ? '' : 'No comments yet. Be the first.');
      const summary = await fetch(api(`articles/${encodeURIComponent(this.article)}`));
      if (summary.ok) this.#summary(await summary.json());
    } catch {
      this.note.replaceChildren('The comments could not be loaded. ', el('button', { type: 'button', className: 'plain', onclick: () => this.#load() }, 'Try again'));
    }
    this.more.disabled = false;
    this.list.ariaBusy = 'false';
  }

  #summary({ comments, open }) {
    this.#count = comments;
    this.heading.textContent = comments === 1 ? '1 comment' : `${comments || 'No'} comments`;
    this.order.hidden = comments < 2;
    if (!open) {
      this.form.hidden = true;
      this.place.replaceChildren(el('p', { className: 'note' }, 'Comments are closed.'), this.form);
    }
  }

  #turn() {
    this.#sort = this.#sort === 'oldest' ? 'newest' : 'oldest';
    this.order.textContent = this.#sort === 'oldest' ? 'Newest first' : 'Oldest first';
    this.#replyingTo(null);
    this.#next = null;
    this.#items.clear();
    this.#orphans.clear();
    this.list.replaceChildren();
    this.#load();
  }

  #show(item, first = false) {
    if (this.#items.has(item.id)) return this.#items.get(item.id);
    const body = el('div', { className: 'body' });
    body.innerHTML = item.html;
    const name = el('span', { className: 'name', id: 'by-' + item.id });
    name.append(item.website && /^https?:/i.test(item.website) ? el('a', { href: item.website, rel: 'nofollow ugc noopener' }, item.name) : item.name);
    const replies = el('ol', { className: 'replies' });
    const at = new Date(item.submittedAt);
    const entry = el('li', { id: 'comment-' + item.id },
      el('article', { 'aria-labelledby': 'by-' + item.id },
        el('header', {}, name, ' ', el('time', { dateTime: item.submittedAt }, when.format(at))),
        body,
        el('button', { type: 'button', className: 'plain reply', 'aria-label': `Reply to ${item.name}`, onclick: () => this.#replyingTo(item, entry) }, 'Reply')),
      replies);
    this.#items.set(item.id, entry);
    const parent = item.parentId && this.#items.get(item.parentId);
    if (parent) parent.querySelector(':scope > .replies').append(entry);
    else {
      first && this.#sort === 'newest' ? this.list.prepend(entry) : this.list.append(entry);
      if (item.parentId) this.#orphans.set(item.parentId, [...(this.#orphans.get(item.parentId) ?? []), entry]);
    }
    // With the newest first an answer comes before what it answers.
    replies.append(...(this.#orphans.get(item.id) ?? []));
    return entry;
  }

  // Writing

  #value(name) { return this.form.elements[name]?.value ?? ''; }

  #replyingTo(item, entry) {
    const before = this.#replyTo;
    this.#replyTo = item;
    this.cancel.hidden = !item;
    this.head.textContent = item ? `Reply to ${item.name}` : 'Leave a reply';
    if (item) {
      entry.querySelector(':scope > article').after(this.place);
      this.form.elements.comment.focus();
    } else {
      this.append(this.place);
      if (before) this.#items.get(before.id)?.querySelector('.reply')?.focus();
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

  #say(text) { this.status.textContent = text; }

  async #send() {
    const fields = { name: this.#value('name'), comment: this.#value('comment') };
    for (const name of ['email', 'website', 'articleTitle', 'articleUrl']) if (this.#value(name)) fields[name] = this.#value(name);
    if (this.#replyTo) fields.parentId = this.#replyTo.id;
    // A trap for programs: a person does not see it.
    if (this.#value('homepage')) fields.homepage = this.#value('homepage');
    const wrong = {};
    if (!fields.name.trim()) wrong.name = ['Please enter your name here'];
    if (!fields.comment.trim()) wrong.comment = ['Please enter your comment!'];
    if (this.#refuse(wrong)) return;

    // The same words sent again carry the same key, so that a retry on a bad network posts once.
    const content = JSON.stringify(fields);
    if (this.attempt?.content !== content) this.attempt = { content, key: Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('') };
    this.#keep();
    const button = this.form.querySelector('[type=submit], button');
    button.disabled = true;
    this.#say('Sending…');
    try {
      const answer = await fetch(api(`articles/${encodeURIComponent(this.article)}/comments`), {
        method: 'POST', body: content, headers: { 'Content-Type': 'application/json', 'Idempotency-Key': this.attempt.key },
      });
      await this.#answered(answer);
    } catch {
      this.#say('The network failed. Your comment is kept here: press the button to send it again; it will be posted once.');
    }
    button.disabled = false;
  }

  /** Shows what is wrong beside its fields, all at once; true where anything was. */
  #refuse(errors) {
    const controls = [...this.form.elements].filter(control => control.name);
    controls.forEach(control => this.#complain(control, errors[control.name]?.join(' ')));
    const others = Object.entries(errors).filter(([name]) => !controls.some(control => control.name === name && control.type !== 'hidden')).map(([, messages]) => messages.join(' '));
    const first = controls.find(control => errors[control.name]);
    first?.focus();
    this.#say(others.join(' '));
    return Boolean(first || others.length);
  }

  async #answered(answer) {
    const body = await answer.json().catch(() => ({}));
    if (answer.status === 202) {
      this.form.elements.comment.value = '';
      this.attempt = null;
      this.#keep();
      this.#replyingTo(null);
      this.head.focus();
      this.#follow(body.id);
    } else if (answer.status === 400 && body.errors) {
      this.#refuse(body.errors);
    } else if (answer.status === 429 || answer.status === 503) {
      this.#say(`Too much at once. Please send it again in ${answer.headers.get('Retry-After') ?? 'a few'} seconds: your comment is kept here.`);
    } else {
      this.#say((body.detail ?? 'That did not work.') + ' Your comment is kept here.');
    }
  }

  /** Tells what becomes of a submission, for as long as it is undecided. */
  async #follow(id) {
    this.#say('Thank you. Your comment arrived and is being looked at.');
    for (let round = 0; ; round++) {
      await new Promise(done => setTimeout(done, waits[Math.min(round, waits.length - 1)]));
      if (document.hidden || !this.isConnected) continue;
      const receipt = await fetch(api('submissions/' + encodeURIComponent(id))).then(answer => answer.ok ? answer.json() : answer.status === 404 ? { status: 'unknown' } : null).catch(() => null);
      if (receipt?.status === 'unknown') return this.#say('');
      if (receipt?.status === 'held') this.#say('Thank you. Your comment waits for a moderator and appears here once it is approved.');
      if (receipt?.status === 'approved') return this.#published(id);
      if (receipt?.status === 'rejected' || receipt?.status === 'removed') return this.#say('Your comment was not published: it does not keep to the rules of this site.');
    }
  }

  async #published(id) {
    const answer = await fetch(api(`articles/${encodeURIComponent(this.article)}/comments?limit=50&sort=newest`)).catch(() => null);
    if (answer?.ok) (await answer.json()).items.reverse().forEach(item => this.#show(item, true));
    this.note.replaceChildren();
    const summary = await fetch(api(`articles/${encodeURIComponent(this.article)}`)).catch(() => null);
    if (summary?.ok) this.#summary(await summary.json());
    this.#items.get(id)?.classList.add('mine');
    this.#say('Your comment is published.');
  }

  // The draft outlives a reload and a failure.

  get #draft() { return 'comment-thread:' + this.article; }

  #keep() {
    try {
      const { value } = this.form.elements.comment;
      localStorage.setItem(this.#draft, JSON.stringify({ name: this.#value('name'), email: this.#value('email'), website: this.#value('website'), comment: value, attempt: this.attempt }));
    } catch { /* Storage is full or forbidden: nothing is kept. */ }
  }

  #restore() {
    try {
      const { attempt, ...kept } = JSON.parse(localStorage.getItem(this.#draft) ?? '{}');
      this.attempt = attempt;
      for (const [name, value] of Object.entries(kept)) if (value && this.form.elements[name]) this.form.elements[name].value ||= value;
    } catch { /* What is there is not ours. */ }
  }
}

customElements.define('comment-thread', CommentThread);
