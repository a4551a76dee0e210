import { optional, withDefault } from '../command/parameter.ts';
import { duration, nodeUrl, text } from '../command/parse.ts';
import { KEYSTORE_OPTION } from './keys.ts';

export const DEFAULT_URL = 'http://127.0.0.1:8080';

export const URL_OPTION = {
  url: withDefault('--url <url>', 'address of a node', nodeUrl, DEFAULT_URL, {
    environment: 'TOUCHMARK_URL',
  }),
};

/** Options of every command that checks what a node answers. */
export const READING_OPTIONS = {
  ...URL_OPTION,
  genesis: optional('--genesis <file>', 'genesis file to check answers against', text, {
    otherwise: "the node's own; see Trust",
  }),
  timeout: withDefault('--timeout <duration>', 'longest wait for an answer', duration, '30s'),
  ...KEYSTORE_OPTION,
};
