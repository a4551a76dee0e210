import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';
import { DataDirectoryError } from './data-directory-error.ts';
import { FILES } from './files.ts';

const STORE_FILE = 'data.mdb';

export const DATA_OPTION = {
  data: required('--data <directory>', 'data directory of the node', text),
};

export interface ExistingLedger {
  /** Data directory. */
  readonly directory: string;
  /** Directory of the store in it. */
  readonly ledger: string;
}

/**
 * A data directory that holds a ledger. To open one where there is none would found one, and call what is lost sound.
 * @throws DataDirectoryError DATA_DIRECTORY_MISSING, DATA_DIRECTORY_LEDGER_MISSING
 */
export function existingLedger(data: string): ExistingLedger {
  const directory = resolve(data);
  const ledger = resolve(directory, FILES.ledger);
  if (!existsSync(directory)) {
    throw new DataDirectoryError(
      'DATA_DIRECTORY_MISSING',
      `There is no data directory ${directory}. Check the path.`,
    );
  }
  if (existsSync(join(ledger, STORE_FILE))) return { directory, ledger };
  throw new DataDirectoryError(
    'DATA_DIRECTORY_LEDGER_MISSING',
    `${directory} holds no ledger (there is no ${join(ledger, STORE_FILE)}), so nothing was done. Mount the disk or ` +
      'restore a backup; if no node has ever run here, or an import was not finished, there is nothing yet.',
  );
}
