import { MAX_PREFIX_LABELS, MAX_PREFIX_LENGTH, MAX_SUFFIX_LENGTH } from '@touchmark/codec';

/**
 * Every limit that the state machine enforces. Changing one changes the ledger's rules: see
 * spec/ledger.md.
 */

/** A transaction may be submitted at most this long before it expires, counted from block time. */
export const EXPIRY_WINDOW_MS: number = 24 * 60 * 60 * 1000;

/** Keys that one transaction may write; bounds the work of a transaction whose bytes are small. */
export const TRANSACTION_WRITES = 65_536;

/** What one block may hold; what comes after is refused with BLOCK_FULL and may be sent again. */
export const BLOCK_TRANSACTIONS = 20_000;
export const BLOCK_TRANSACTION_BYTES: number = 16 * 1024 * 1024;
export const BLOCK_WRITES = 400_000;

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
/** Delegations looked at to find out whether an organization administers a prefix. */
export const ADMINISTRATION_LOOKUPS = 64;
/** Value types that a template names as required, and as many as optional. */
export const TEMPLATE_TYPES = 64;
/** Organizations whose signatures one value may wait for. */
export const SIGNATURE_PARTIES = 16;
