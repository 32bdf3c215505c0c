// Changes as they happen. The stream only says that there is something to look for; where it is away, looking now and then does.
import { events } from './api.js';

const lookEvery = 10_000, comeAgainAfter = 5_000;

/** Looks once more after whatever is being looked at now, however often it is asked meanwhile. */
function oneAtATime(look) {
  let isLooking = false, isAsked = false;
  return async () => {
    isAsked = true;
    if (isLooking) return;
    isLooking = true;
    while (isAsked) {
      isAsked = false;
      await look();
    }
    isLooking = false;
  };
}

/** Follows until the signal ends it. @param look reads what there is. */
export async function follow(look, signal) {
  const lookAgain = oneAtATime(look);
  const timer = setInterval(lookAgain, lookEvery);
  document.addEventListener('visibilitychange', lookAgain, { signal });
  signal.addEventListener('abort', () => clearInterval(timer));
  while (!signal.aborted) {
    try {
      // What comes into the queue or leaves it.
      for await (const event of events('stream', signal)) if (/"(?:previousS|s)tatus":"held"/.test(event)) lookAgain();
    } catch { /* It is away, and may come back. */ }
    await new Promise(done => setTimeout(done, comeAgainAfter));
  }
}
