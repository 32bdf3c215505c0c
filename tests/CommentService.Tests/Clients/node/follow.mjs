// Follows a stream with an EventSource and reads each event as a CloudEvent; a line of JSON for each.
//   node follow.mjs <url> <key>
import { CloudEvent } from 'cloudevents';
import { EventSource } from 'eventsource';

const [url, key] = process.argv.slice(2);
const source = new EventSource(url, {
  fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${key}` } }),
});
source.onopen = () => console.log(JSON.stringify({ open: true }));
source.onmessage = message => {
  const event = new CloudEvent(JSON.parse(message.data));
  event.validate();
  console.log(JSON.stringify({ lastEventId: message.lastEventId, type: event.type, subject: event.subject, sequence: event.sequence }));
};
