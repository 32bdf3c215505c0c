// Decisions and taking the last one back. The service decides what holds: a version that is not its own any more is refused.
import { call } from './api.js';
import { guarded, say } from './notices.js';
import * as queue from './queue.js';
import { allowed, becomes } from './view.js';

const made = [];

export async function decide(id, decision) {
  const comment = queue.find(id), item = queue.itemOf(id);
  if (!comment || !item || item.classList.contains('busy')) return;
  if (item.dataset.news) {
    say(`${item.dataset.news} Press again to change that.`);
    return delete item.dataset.news;
  }
  if (!queue.isAllowed(comment, decision)) return;
  const reason = item.querySelector('.reason')?.value.trim();
  busy(item, true);
  await guarded(async () => {
    try {
      const changed = await call(`comments/${id}/${decision}`, { method: 'POST', version: comment.version, body: reason ? { reason } : {} });
      made.push({ id, from: comment.status });
      queue.leave(item, changed, `You ${becomes[decision]} this.`);
      say(`You ${becomes[decision]} the comment by ${changed.name}.`, true);
    } catch (error) {
      if (error.status !== 412 && error.status !== 409 && error.status !== 404) throw error;
      say(`Not changed: ${queue.learn(item, await call('comments/' + id))}`);
      delete queue.itemOf(id).dataset.news;
    }
  }, queue.load);
  busy(item, false);
}

export async function undo() {
  const last = made.pop();
  if (!last) return say('There is nothing to undo.');
  await guarded(async () => {
    try {
      const now = queue.find(last.id) ?? await call('comments/' + last.id);
      const back = Object.keys(becomes).find(decision => becomes[decision] === last.from);
      // What was approved or rejected out of the queue goes back into it; what has no way back straight is held.
      const decision = allowed[now.status].includes(back) ? back : 'hold';
      const changed = await call(`comments/${last.id}/${decision}`, { method: 'POST', version: now.version, body: { reason: 'undone' } });
      queue.returned(changed);
      say(`Undone: the comment by ${changed.name} is ${changed.status} again.`, made.length > 0);
    } catch (error) {
      if (error.status !== 412) {
        made.push(last);
        throw error;
      }
      say('Not undone: another moderator has changed it since.', made.length > 0);
    }
  }, queue.load);
}

function busy(item, is) {
  item.classList.toggle('busy', is);
  item.querySelectorAll('[data-decision]').forEach(button => { button.disabled = is; });
}
