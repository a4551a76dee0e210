import { readFileSync } from 'node:fs';
import { parseJsonObject } from './files/json-object.ts';

const manifest = parseJsonObject(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

export const VERSION: string = String(manifest?.['version']);
