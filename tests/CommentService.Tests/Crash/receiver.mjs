// Takes webhooks on a port, and prints each event as a line before it answers: what is printed was taken, whatever becomes
// of the answer. A few of a hundred are refused, or their connection breaks off.
//   node receiver.mjs <port>
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    const mood = Math.random() * 100;
    if (mood < 2) {
      response.writeHead(500).end();
    } else if (mood < 3) {
      request.socket.destroy();
    } else {
      const { id, subject, data } = JSON.parse(Buffer.concat(chunks));
      writeSync(1, JSON.stringify({ id, subject, version: data.version }) + '\n');
      response.writeHead(204).end();
    }
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => writeSync(1, 'ready\n'));
