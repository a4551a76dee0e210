import { CborReader } from '@touchmark/codec';
import type { CborWriter } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import type { VersionedValue } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { CONSTITUTION_KEY } from './keys.ts';
import type { Rule } from './rule.ts';

export interface Committee {
  readonly name: string;
  readonly organizations: readonly string[];
}

/** Who decides what by which rule. */
export interface Constitution {
  /** In the order of their names. */
  readonly committees: readonly Committee[];
  /** In the order of their classes; one of them is `*`. */
  readonly rules: readonly Rule[];
}

export interface KeptConstitution {
  readonly bytes: Uint8Array;
  readonly envelope: VersionedValue;
  readonly constitution: Constitution;
}

const WEEK_MS = 604_800_000;

const byAdministrators = (action: string, threshold: string): Rule => ({
  action,
  threshold,
  electorate: ['role:administrator'],
  quorum: '0/1',
  votingMs: WEEK_MS,
  delayMs: 0,
  veto: [],
});

/**
 * What holds where the genesis file says nothing: any administrator acts, but two thirds of them
 * change the rules, who speaks for somebody else, or who has what somebody else had.
 */
export const DEFAULT_CONSTITUTION: Constitution = {
  committees: [],
  rules: [
    byAdministrators('*', 'any'),
    byAdministrators('governance.*', '2/3'),
    byAdministrators('naming.reassign', '2/3'),
    byAdministrators('naming.reassign-prefix', '2/3'),
    byAdministrators('organizations.recover', '2/3'),
    byAdministrators('organizations.set-recovery', '2/3'),
  ],
};

/** The rule for an action: its own, else its module's, else the one for everything. */
export function ruleFor({ rules }: Constitution, actionType: string): Rule {
  const module = `${actionType.slice(0, actionType.indexOf('.'))}.*`;
  for (const wanted of [actionType, module, '*']) {
    const rule = rules.find(({ action }) => action === wanted);
    if (rule !== undefined) return rule;
  }
  throw new StateFormatError('a constitution with a rule for everything');
}

export function readConstitution(state: StateView): KeptConstitution {
  const bytes = state.get(CONSTITUTION_KEY);
  if (bytes === undefined) throw new StateFormatError('a constitution');
  return describeConstitution(bytes);
}

export function describeConstitution(bytes: Uint8Array): KeptConstitution {
  const envelope = decodeVersioned(bytes);
  return { bytes, envelope, constitution: decodeConstitution(envelope.body) };
}

/** `[transaction id | null, [[name, [organization …]] …], [rule …]]`. */
export function encodeConstitution(
  { committees, rules }: Constitution,
  transactionId: Uint8Array | null,
): Uint8Array {
  return writeCbor((writer) => {
    writer.array(3);
    if (transactionId === null) writer.null();
    else writer.bytes(transactionId);
    writer.array(committees.length);
    for (const { name, organizations } of committees) {
      writeTexts(writer.array(2).text(name), organizations);
    }
    writer.array(rules.length);
    for (const rule of rules) writeRule(writer, rule);
  });
}

function decodeConstitution(body: Uint8Array): Constitution {
  const reader = new CborReader(body);
  reader.array();
  if (reader.peek() === 'null') reader.null();
  else reader.bytes();
  const committees: Committee[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    reader.array();
    committees.push({ name: reader.text(), organizations: readTexts(reader) });
  }
  const rules: Rule[] = [];
  for (let left = reader.array(); left > 0; left -= 1) rules.push(readRule(reader));
  reader.end();
  return { committees, rules };
}

/** `[class, threshold, [electorate …], quorum, voting ms, delay ms, [veto …]]`. */
export function writeRule(writer: CborWriter, rule: Rule): void {
  writeTexts(writer.array(7).text(rule.action).text(rule.threshold), rule.electorate);
  writeTexts(writer.text(rule.quorum).uint(rule.votingMs).uint(rule.delayMs), rule.veto);
}

export function readRule(reader: CborReader): Rule {
  reader.array();
  const action = reader.text();
  const threshold = reader.text();
  const electorate = readTexts(reader);
  const quorum = reader.text();
  const votingMs = reader.uint();
  const delayMs = reader.uint();
  return { action, threshold, electorate, quorum, votingMs, delayMs, veto: readTexts(reader) };
}

function writeTexts(writer: CborWriter, texts: readonly string[]): void {
  writer.array(texts.length);
  for (const text of texts) writer.text(text);
}

function readTexts(reader: CborReader): string[] {
  const texts: string[] = [];
  for (let left = reader.array(); left > 0; left -= 1) texts.push(reader.text());
  return texts;
}
