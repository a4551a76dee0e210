import type { RecordValue } from '@touchmark/ledger';

/** One identifier to register (canonical), with the line that it stands on. */
export interface BatchItem {
  readonly line: number;
  readonly identifier: string;
  /** Restricted ones hold the bare secret; salt is added when the transaction is made. */
  readonly values: readonly RecordValue[];
}
