// Receives the events of a CommentService by webhook: checks the signature, drops what it has seen, prints the rest.
//   WEBHOOK_SECRET=whsec_… PORT=8080 node receiver.mjs
import { createServer } from 'node:http';
import { HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
const seen = new Set();

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }

  const body = Buffer.concat(chunks).toString('utf8');
  try {
    webhook.verify(body, request.headers);
  } catch {
    response.writeHead(401).end();
    return;
  }

  const event = HTTP.toEvent({ headers: request.headers, body });
  event.validate();
  // The same event may come again; its id is the same for ever.
  if (!seen.has(event.id)) {
    console.log(JSON.stringify({ id: event.id, type: event.type, subject: event.subject, sequence: event.sequence, comment: event.data.comment }));
    seen.add(event.id);
  }

  response.writeHead(204).end();
});

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
