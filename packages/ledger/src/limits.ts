import { MAX_PREFIX_LABELS, MAX_PREFIX_LENGTH, MAX_SUFFIX_LENGTH } from '@touchmark/codec';

/**
 * Every limit that the state machine enforces. Changing one changes the ledger's rules: see
 * spec/ledger.md.
 */

/** A transaction may be submitted at most this long before it expires, counted from block time. */
export const EXPIRY_WINDOW_MS: number = 24 * 60 * 60 * 1000;

/** Keys that one transaction may write; bounds the work of a transaction whose bytes are small. */
export const TRANSACTION_WRITES = 65_536;

/**
 * Bytes that one transaction may write, superseded versions that go to the history included: a few
 * bytes of a transaction can make the ledger copy a large record.
 */
export const TRANSACTION_WRITE_BYTES: number = 8 * 1024 * 1024;

/**
 * The longest value that an action may write. The store takes 65,536 bytes, and whatever is longer would end the
 * chain: the rest is for what is added to an entry later by itself, such as why a proposal failed.
 */
export const ENTRY_VALUE_BYTES = 61_440;

/** What carrying out one decision may write; less, so that its last vote has room beside it. */
export const DECISION_WRITES = 32_768;
export const DECISION_WRITE_BYTES: number = 4 * 1024 * 1024;

/** Work that falls due by time, done in one block; what is left waits for the next. */
export const DUE_RUNS_PER_BLOCK = 32;
export const DUE_WRITE_BYTES_PER_BLOCK: number = 16 * 1024 * 1024;

/** What one block may hold; what comes after is refused with BLOCK_FULL and may be sent again. */
export const BLOCK_TRANSACTIONS = 20_000;
export const BLOCK_TRANSACTION_BYTES: number = 16 * 1024 * 1024;
export const BLOCK_WRITES = 400_000;
export const BLOCK_WRITE_BYTES: number = 64 * 1024 * 1024;

/**
 * Signatures that the actions of one transaction, and of one block, may have checked: the slowest
 * takes two milliseconds, and execution does nothing else meanwhile.
 */
export const TRANSACTION_SIGNATURE_CHECKS = 64;
export const BLOCK_SIGNATURE_CHECKS = 256;
/** Of the block's, those for whom no organization signs: their keys cost them nothing. */
export const BLOCK_STRANGERS_CHECKS = 64;

/** Expired transaction ids removed in a block: a base, and some for each of its transactions. */
export const PRUNED_IDS_PER_BLOCK = 16;
export const PRUNED_IDS_PER_TRANSACTION = 2;

/**
 * Suffixes told in one event, with their heads; a batch above it makes several events. So that an
 * event stays below 1.9 kB, the size up to which the store keeps an entry cheaply.
 */
export const EVENT_SUFFIX_BYTES = 1_500;

export const ORGANIZATION_NAME_BYTES = 384;
/** Keys given in one admission. */
export const ADMISSION_KEYS = 16;
/** Keys of one organization that are active at the same time. */
export const ORGANIZATION_ACTIVE_KEYS = 32;
/**
 * A person's words about an action: why a key is revoked, an organization suspended, a record
 * retired.
 */
export const REASON_BYTES = 512;

/** Misbehavior of an organization's validators that is kept; what comes after is only told. */
export const ORGANIZATION_EVIDENCE = 100;

/**
 * Consensus parameters that the members may decide. No more than the ledger executes of a block anyway, and room for
 * the longest transaction; misbehavior must stay provable longer than anybody could hide it, and not for ever.
 */
export const MIN_BLOCK_BYTES: number = 2 * 1024 * 1024;
export const MAX_BLOCK_BYTES: number = 16 * 1024 * 1024;
export const MIN_EVIDENCE_BLOCKS = 1_000;
export const MAX_EVIDENCE_BLOCKS = 1_000_000_000;
export const MIN_EVIDENCE_MS: number = 60 * 60 * 1000;
export const MAX_EVIDENCE_MS: number = 365 * 24 * 60 * 60 * 1000;

/** Proposals that are open, or accepted and not carried out: of all, and of one organization. */
export const OPEN_PROPOSALS = 64;
export const OPEN_PROPOSALS_OF_ONE = 8;
/** From so many on, of all, one of each organization: a few together must not fill the rest. */
export const OPEN_PROPOSALS_SCARCE = 32;
export const PROPOSAL_ACTIONS = 64;
export const TITLE_BYTES = 256;
/** A constitution's parts. */
export const RULES = 128;
/**
 * All rules together, as they are kept: each open proposal holds those it goes by, and a new constitution drops them
 * all, which must fit into what a decision may write.
 */
export const RULES_BYTES = 24_576;
export const ELECTORATE_PARTS = 64;
export const COMMITTEES = 32;
export const COMMITTEE_ORGANIZATIONS = 256;
/** The shortest time that a proposal is open; the longest that it is open, or waits. */
export const VOTING_MIN_MS = 60_000;
export const DELAY_MAX_MS = 7_776_000_000;
export const VALIDATORS = 128;
/** A version rules this many blocks after the one that decides it, or later. */
export const ACTIVATION_NOTICE = 1;

/** Organizations that wait to be admitted, and how long each may. */
export const APPLICATIONS = 256;
/** Of these, how many nobody in the network has signed, and how many one organization has. */
export const APPLICATIONS_OF_STRANGERS = 64;
export const APPLICATIONS_OF_SPONSOR = 8;
export const APPLICATION_MS = 1_209_600_000;
export const APPLICATION_DOCUMENTS = 16;
export const KEY_LABEL_BYTES = 64;
export const KEY_SCOPES = 16;
/** The longest time that a key goes on signing after it was replaced. */
export const ROTATION_OVERLAP_MS = 2_592_000_000;
export const RECOVERY_KEYS = 16;
export const DOCUMENTS = 64;
export const DOCUMENT_NAME_BYTES = 64;
/** The longest urgent suspension, in hours, and the time between two of one organization. */
export const URGENT_HOURS = 72;
export const URGENCY_PAUSE_MS = 604_800_000;
/** What who may veto has at least, after its urgent suspension, before a decision is carried out. */
export const VETO_PAUSE_MS = 86_400_000;

/** The canonical form's own bounds, the same wherever an identifier is read. */
export const PREFIX_LABELS: number = MAX_PREFIX_LABELS;
export const PREFIX_BYTES: number = MAX_PREFIX_LENGTH;
export const SUFFIX_BYTES: number = MAX_SUFFIX_LENGTH;
export const REGISTER_ENTRIES = 4_096;
export const RECORD_VALUES = 64;
/** The values of one record, as an action gives them. */
export const RECORD_VALUES_BYTES = 32_768;
export const VALUE_TYPE_BYTES = 64;
/** A restricted value starts with this much salt and has at least one byte after it. */
export const RESTRICTED_SALT_BYTES = 16;

/** Aliases that a resolution follows, and that may lie ahead of a new one. */
export const ALIAS_STEPS = 8;
/** Organizations from the holder of a prefix down to an administrator of it. */
export const ADMINISTRATION_DEPTH = 16;
/** Value types that a template names as required, and as many as optional. */
export const TEMPLATE_TYPES = 64;
/** Organizations whose signatures one value may wait for. */
export const SIGNATURE_PARTIES = 16;
/** Indexes of one identifier at which values ever waited: a transfer looks through all of them. */
export const SIGNATURE_REQUESTS = 64;
