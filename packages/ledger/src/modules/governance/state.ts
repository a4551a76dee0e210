import type { StateEntryDefinition } from '../../kernel/module.ts';

const RULE = '[class, threshold, [electorate …], quorum, voting ms, delay ms, [veto …]]';

export const GOVERNANCE_STATE: readonly StateEntryDefinition[] = [
  {
    name: 'constitution',
    key: "0x30 'c'",
    value: `[transaction id | null, [[committee, [organization …]] …], [rule ${RULE} …]]`,
    versioned: true,
    about: 'Who decides what by which rule.',
  },
  {
    name: 'proposal counter',
    key: "0x30 'n'",
    value: '[newest number, how many are open]',
    versioned: false,
    about: 'Proposals are numbered from 1.',
  },
  {
    name: 'open proposals',
    key: "0x30 'o' || number (u64)",
    value: '0x01',
    versioned: false,
    about: 'Index; present while a proposal is open, or accepted and not carried out.',
  },
  {
    name: 'proposal',
    key: "0x30 'p' || number (u64) || 0x00",
    value:
      '[status, author, transaction id, opened ms, closes ms, executes ms | null, content hash, [[rule, rule hash, electorate then] …], code | null, details]',
    versioned: true,
    about: 'A proposal, the rules it is bound to, and what came of it.',
  },
  {
    name: 'proposal content',
    key: "0x30 'p' || number (u64) || 0x01",
    value: '[title, [[action type, params] …]]',
    versioned: false,
    about: 'What a proposal would do.',
  },
  {
    name: 'tally',
    key: "0x30 'p' || number (u64) || 0x02",
    value: '[epoch, [[active, size, yes, no, abstain] …]]',
    versioned: false,
    about: 'The votes as they counted when last counted, rule by rule.',
  },
  {
    name: 'vote',
    key: "0x30 'p' || number (u64) || 0x03 || organization",
    value: '[0 yes | 1 no | 2 abstain, reason, key id, transaction id, height, time in ms]',
    versioned: false,
    about: 'How an organization voted; it stands.',
  },
  {
    name: 'veto',
    key: "0x30 'p' || number (u64) || 0x04 || organization",
    value: '[3, reason, key id, transaction id, height, time in ms]',
    versioned: false,
    about: 'Who stopped a proposal.',
  },
  {
    name: 'queue',
    key: "0x30 'q' || due ms (u64) || number (u64)",
    value: '0x01',
    versioned: false,
    about: 'When voting ends, or an accepted proposal is carried out.',
  },
  {
    name: 'validators',
    key: "0x30 'v'",
    value: '[[organization, public key, power] …]',
    versioned: true,
    about: 'Who decides blocks; those of the genesis file with their names.',
  },
  {
    name: 'former validator',
    key: "0x30 'f' || validator address (20 bytes)",
    value: '[organization, public key, block at which it ended]',
    versioned: false,
    about: 'Who decided blocks once: what it did then may be proven later.',
  },
  {
    name: 'signer of a validator',
    key: "0x30 's' || validator address (20 bytes)",
    value: '[mark, block in which it was claimed]',
    versioned: false,
    about:
      "Which of the machines that have a validator's key signs with it; absent: never claimed.",
  },
  {
    name: 'consensus parameters',
    key: "0x30 'b'",
    value: '[max block bytes, evidence age in blocks, evidence age in ms]',
    versioned: true,
    about:
      'What a block may hold, and how long misbehavior is proven; absent: as the genesis file says.',
  },
];
