// The moderation API with the key that was pasted.
const base = new URL('../api/v1/moderation/', import.meta.url);
const stored = 'comment-service:key';

export const key = {
  get: () => localStorage.getItem(stored),
  set: value => localStorage.setItem(stored, value),
  forget: () => localStorage.removeItem(stored),
};

/** An answer that is none: `status` 0 is a network that failed. */
export class Refused extends Error {
  constructor(status, problem, retryAfter) {
    super(status === 0 ? 'The service cannot be reached.' : status === 503 ? `The service cannot store this now${retryAfter ? `; try again in ${retryAfter} seconds` : ''}.` : problem?.detail ?? problem?.title ?? `The service answered ${status}.`);
    this.status = status;
    this.errors = problem?.errors;
  }
}

export async function call(path, { method = 'GET', body, version } = {}) {
  const headers = { Authorization: `Bearer ${key.get()}` };
  if (body) headers['Content-Type'] = 'application/json';
  if (version) headers['If-Match'] = `"${version}"`;
  let answer;
  try {
    answer = await fetch(new URL(path, base), { method, headers, body: body && JSON.stringify(body), cache: 'no-store' });
  } catch {
    throw new Refused(0);
  }
  const content = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, content, answer.headers.get('Retry-After'));
  return content;
}

/** The events of a stream (HTML standard, section 9.2), each as its text, until the service or the signal ends it. */
export async function* events(path, signal) {
  const answer = await fetch(new URL(path, base), { headers: { Authorization: `Bearer ${key.get()}`, Accept: 'text/event-stream' }, cache: 'no-store', signal });
  if (!answer.ok) throw new Refused(answer.status);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    yield* parts;
  }
}
