/** Prints, as JSON, what this runtime's parsers say to each text and item of the public suites. */
import { decode, encode } from '../../packages/codec/src/index.ts';
import { parseStrictJson } from '../../packages/codec/src/genesis/json.ts';
import { diagnostic } from '../../packages/codec/src/testing/diagnostic.ts';
import { bytesOf, hex, readVectors } from '../../packages/codec/src/testing/vector-files.ts';
import type { CborCase, JsonCase, ParserJudgement } from './parser-cases.ts';

/** A verdict is what came out, or the code of the refusal; anything else that is thrown is a fault. */
function verdict(parse: () => string): string {
  try {
    return parse();
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (typeof code === 'string' && /^(?:CBOR|GENESIS)_/.test(code)) return `refused: ${code}`;
    return `threw: ${String(error)}`;
  }
}

const json: Record<string, string> = {};
for (const each of readVectors<JsonCase>('json/json-test-suite').cases) {
  json[each.name] = verdict(() => {
    parseStrictJson(bytesOf(each.json));
    return 'accepted';
  });
}
const cbor: Record<string, string> = {};
for (const each of readVectors<CborCase>('cbor/rfc8949').cases) {
  cbor[each.cbor] = verdict(() => {
    const value = decode(bytesOf(each.cbor));
    const again = hex(encode(value));
    return again === each.cbor ? diagnostic(value) : `encoded again as ${again}`;
  });
}
const judgement: ParserJudgement = { version: process.version, json, cbor };
console.log(JSON.stringify(judgement));
