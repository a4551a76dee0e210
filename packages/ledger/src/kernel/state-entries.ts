import { KERNEL_KEYS } from './recent-ids.ts';
import type { ModuleDefinition, StateEntryDefinition } from './module.ts';
import type { Registry } from './registry.ts';

/** What an entry of the state is, by its key. */
export interface EntryKind {
  readonly module: string;
  readonly definition: StateEntryDefinition;
}

/** What decisions change of the kernel's own; the rest is bookkeeping. */
const KERNEL_STATE: readonly StateEntryDefinition[] = [
  {
    name: 'activations',
    key: "0x01 'u' || module",
    value: '[[version, height] …]',
    versioned: false,
    about: 'By which versions of its rules a module goes, and from which blocks on.',
  },
];

/** Says what lies under a key; undefined for the kernel's bookkeeping. */
export function entryKindOf(registry: Registry, key: Uint8Array): EntryKind | undefined {
  const isKernels = key[0] === KERNEL_KEYS;
  const module = isKernels
    ? { name: 'kernel', state: KERNEL_STATE }
    : registry.modules.find(({ keySpaces }) => keySpaces.includes(key[0]!));
  const definition = module && definitionFor(module, key);
  return module && definition && { module: module.name, definition };
}

/** Of the definitions that fit, the one that says most of the key. */
function definitionFor(
  { state }: Pick<ModuleDefinition, 'state'>,
  key: Uint8Array,
): StateEntryDefinition | undefined {
  let best: StateEntryDefinition | undefined;
  let most = -1;
  for (const definition of state) {
    const said = saidOf(definition.key, key);
    if (said <= most) continue;
    best = definition;
    most = said;
  }
  return best;
}

const FIXED = /^(?:(0x[0-9a-f]{2})|'(.)'|"(.)")$/;
const SIZED: readonly [RegExp, number][] = [
  [/\(u64\)$/, 8],
  [/\(u32\)$/, 4],
  [/\(1 byte\)$/, 1],
  [/\(20 bytes\)$/, 20],
];

/** How many bytes of a key its description fixes; -1 if it does not fit. */
function saidOf(description: string, key: Uint8Array): number {
  let at = 0;
  let said = 0;
  for (const part of description.split(/ \|\| | (?='.'(?: |$))/).filter(Boolean)) {
    const fixed = FIXED.exec(part.trim());
    if (fixed === null) {
      const size = SIZED.find(([pattern]) => pattern.test(part))?.[1];
      // A part of any length: what follows it is looked for, not counted.
      at = size === undefined ? -1 : at + size;
      if (at > key.length) return -1;
      continue;
    }
    const [, hex, letter, quoted] = fixed;
    const byte = hex === undefined ? (letter ?? quoted ?? '').charCodeAt(0) : Number(hex);
    if (at < 0 ? !key.includes(byte, 1) : key[at] !== byte) return -1;
    said += 1;
    if (at >= 0) at += 1;
  }
  return said;
}
