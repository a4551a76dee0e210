import { PUBLIC_READ, type RecordValue } from '@touchmark/ledger';
import { restrictedValue } from '@touchmark/sdk';

export function isRestricted({ permissions }: Pick<RecordValue, 'permissions'>): boolean {
  return (permissions & PUBLIC_READ) === 0;
}

/** Values as people give them, ready for a transaction: restricted ones get their salt. */
export function saltedValues(values: readonly RecordValue[]): RecordValue[] {
  return values.map((value) => {
    if (!isRestricted(value)) return value;
    const { index, type, data, permissions } = value;
    return { ...value, data: restrictedValue({ index, type, secret: data }).data, permissions };
  });
}
