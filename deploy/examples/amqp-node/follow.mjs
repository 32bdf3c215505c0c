// Follows a site's events on RabbitMQ with plain AMQP, and prints each as a line of JSON. Its queue is durable: what comes
// while this is away waits in it.
//   node follow.mjs amqp://localhost comment.approved.# comment.removed.#
import amqp from 'amqplib';
import { CloudEvent } from 'cloudevents';

const [address, ...keys] = process.argv.slice(2);
const queue = process.env.QUEUE ?? 'example-node';
const connection = await amqp.connect(address);
const channel = await connection.createChannel();
await channel.assertExchange('comment-events', 'topic', { durable: true });
await channel.assertQueue(queue, { durable: true });
for (const key of keys.length > 0 ? keys : ['comment.approved.#', 'comment.removed.#']) {
  await channel.bindQueue(queue, 'comment-events', key);
}

await channel.prefetch(20);
await channel.consume(queue, message => {
  if (message === null) {
    process.exit(1); // The queue was deleted.
  }

  // CloudEvents binary mode: attributes are headers, the body is the data.
  const attributes = Object.fromEntries(Object.entries(message.properties.headers)
    .filter(([name]) => name.startsWith('cloudEvents:'))
    .map(([name, value]) => [name.slice('cloudEvents:'.length), value]));
  const event = new CloudEvent({ ...attributes, datacontenttype: message.properties.contentType, data: JSON.parse(message.content) });
  event.validate();
  console.log(JSON.stringify({ id: event.id, type: event.type, subject: event.subject, sequence: event.sequence, comment: event.data.comment }));
  // After the event is dealt with: killed in between, it comes again with the same id.
  channel.ack(message);
});
console.log('ready');
