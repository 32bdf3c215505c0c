// Reads an AsyncAPI document from the standard input and prints what is wrong with it, a line each.
import { text } from 'node:stream/consumers';
import { Parser } from '@asyncapi/parser';

const { document, diagnostics } = await new Parser().parse(await text(process.stdin));
for (const diagnostic of diagnostics.filter(one => one.severity === 0)) {
  console.log(`${diagnostic.path.join('.')}: ${diagnostic.message}`);
}

console.log(document ? `valid ${document.version()} ${document.allMessages().length}` : 'not read');
