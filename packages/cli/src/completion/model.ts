import { COMMON_OPTIONS } from '../command/common-options.ts';
import type { Command } from '../command/definition.ts';

/** What can follow each beginning of a command line. */
export interface CompletionModel {
  /** Words after `touchmark`, and after each noun. */
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** Options of each command, by path. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

function longNames(flags: string): string[] {
  return flags.match(/--[a-z-]+/g) ?? [];
}

export function completionModel(commands: readonly Command[]): CompletionModel {
  const words = new Map<string, string[]>();
  const options = new Map<string, string[]>();
  for (const command of commands) {
    const parts = command.path.split(' ');
    for (const [depth, word] of parts.entries()) {
      const before = parts.slice(0, depth).join(' ');
      const known = words.get(before) ?? [];
      if (!known.includes(word)) known.push(word);
      words.set(before, known);
    }
    const parameters = [...Object.values(command.options), ...Object.values(COMMON_OPTIONS)];
    options.set(command.path, [...parameters.flatMap(({ flags }) => longNames(flags)), '--help']);
  }
  return { words, options };
}
