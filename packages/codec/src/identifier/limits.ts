/** Bounds of the canonical form, in bytes (= characters: it is ASCII). */
export const MAX_PREFIX_LENGTH = 127;
export const MAX_PREFIX_LABELS = 16;
export const MAX_LABEL_LENGTH = 32;
export const MAX_SUFFIX_LENGTH = 255;
export const MAX_IDENTIFIER_LENGTH = MAX_PREFIX_LENGTH + 1 + MAX_SUFFIX_LENGTH;
