import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';
import { DataDirectoryError } from './data-directory-error.ts';
import { FILES } from './files.ts';

export const DATA_OPTION = {
  data: required('--data <directory>', 'data directory of the node', text),
};

export interface ExistingLedger {
  /** Data directory. */
  readonly directory: string;
  /** Directory of the store in it. */
  readonly ledger: string;
}

/** A data directory that holds a ledger. @throws DataDirectoryError DATA_DIRECTORY_MISSING */
export function existingLedger(data: string): ExistingLedger {
  const directory = resolve(data);
  const ledger = resolve(directory, FILES.ledger);
  if (existsSync(ledger)) return { directory, ledger };
  throw new DataDirectoryError(
    'DATA_DIRECTORY_MISSING',
    existsSync(directory)
      ? `There is no ledger in ${directory}: its node never ran, or an import into it was not finished.`
      : `There is no data directory ${directory}. Check the path.`,
  );
}
