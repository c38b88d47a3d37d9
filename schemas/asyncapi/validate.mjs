// Validates an AsyncAPI document with the official parser, Avro schemas included. Prints what it has to say, one line each; ends with 1 if there is an error.
//   node validate.mjs ../../docs/asyncapi.yaml
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';
import { Parser } from '@asyncapi/parser';

const WORDS = ['error', 'warning', 'information', 'hint'];

const file = resolve(process.argv[2]);
const parser = new Parser();
parser.registerSchemaParser(AvroSchemaParser());
const { document, diagnostics } = await parser.parse(await readFile(file, 'utf8'), { source: file });
for (const each of diagnostics) {
  console.log(`${WORDS[each.severity]} ${each.path.join('/')}: ${each.message} (${each.code})`);
}
if (document) {
  console.log(`valid: AsyncAPI ${document.version()}, ${document.allChannels().length} channels, ${document.allMessages().length} messages`);
}
process.exit(document && diagnostics.every(each => each.severity > 0) ? 0 : 1);
