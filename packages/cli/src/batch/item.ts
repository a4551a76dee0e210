import type { RecordValue } from '@touchmark/ledger';

/** One identifier to register, with the line that it stands on. */
export interface BatchItem {
  readonly line: number;
  readonly prefix: string;
  readonly suffix: string;
  readonly values: readonly RecordValue[];
}
