import { constants, existsSync } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseGenesis } from '@touchmark/codec';
import { FILES } from '../data-directory/files.ts';
import { standingOf } from '../data-directory/marker.ts';
import { failure, type Finding, ok, warning } from './finding.ts';
import type { Subject } from './subject.ts';

export async function checkDirectory({ directory }: Subject): Promise<Finding[]> {
  return [
    await standing(directory),
    await permissions(directory),
    await genesis(directory),
    ...unfinished(directory),
  ];
}

async function standing(directory: string): Promise<Finding> {
  try {
    const found = await standingOf(directory);
    if (found === 'ours') return ok('directory', directory);
    const advice = 'Prepare it with `touchmark node init`, or import or restore a ledger into it.';
    return failure('directory', `${directory} is ${found}.`, advice);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return failure('directory', detail, 'Check the path given with --data.');
  }
}

async function permissions(directory: string): Promise<Finding> {
  const check = 'directory.permissions';
  const { mode } = await stat(directory);
  try {
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const advice = 'Run the node, and this, as the user who owns the directory.';
    return failure(check, 'This user may not read and write it.', advice);
  }
  if ((mode & 0o022) === 0) return ok(check, 'Only its owner may write to it.');
  const advice = `Make it the owner's alone: chmod 700 ${directory}`;
  return warning(check, 'Other users of this machine may write to it.', advice);
}

async function genesis(directory: string): Promise<Finding> {
  const file = resolve(directory, FILES.genesis);
  if (!existsSync(file)) {
    const advice = 'Copy the genesis file of the network there.';
    return failure('directory.genesis', `There is no ${file}.`, advice);
  }
  try {
    const { chainId, validators } = parseGenesis(await readFile(file));
    return ok('directory.genesis', `${chainId}, ${validators.length} validators at its start.`);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return failure('directory.genesis', detail, 'Copy the genesis file of the network again.');
  }
}

function unfinished(directory: string): Finding[] {
  const path = resolve(directory, FILES.unfinished);
  if (!existsSync(path)) return [];
  const advice = 'Run the same import or restore again; it goes on or starts over.';
  return [failure('directory.unfinished', `${path} is a ledger that is not finished.`, advice)];
}
