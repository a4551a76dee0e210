import { flag, optional, type Parameters } from './parameter.ts';
import { oneOf } from './parse.ts';

/** Options that every command has. */
export const COMMON_OPTIONS = {
  json: flag('--json', 'print the result as JSON'),
  quiet: flag('--quiet', 'say nothing on stderr but errors'),
  language: optional(
    '--language <language>',
    'language of answers and refusals: en or zh (usage, settings and faults stay English)',
    oneOf('en', 'zh'),
    {
      otherwise: 'what LC_ALL, LC_MESSAGES or LANG say, else en',
    },
  ),
} satisfies Parameters;
