import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '@touchmark/node';
import { hasCode } from '../files/has-code.ts';
import { parseJsonObject } from '../files/json-object.ts';

const fileOf = (directory: string, name: string): string =>
  join(directory, `${name}.installed.json`);

async function chainsOf(directory: string, name: string): Promise<unknown[]> {
  try {
    const chains = parseJsonObject(await readFile(fileOf(directory, name), 'utf8'))?.['chains'];
    return Array.isArray(chains) ? chains : [];
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/**
 * Notes that a key of the keystore goes to a node of this network, before it does: a second node with it can't know
 * what the first one has signed. @returns whether one had it before.
 */
export async function noteInstalled(
  directory: string,
  name: string,
  chainId: string,
): Promise<boolean> {
  const chains = await chainsOf(directory, name);
  if (chains.includes(chainId)) return true;
  const text = `${JSON.stringify({ chains: [...chains, chainId] }, null, 2)}\n`;
  await writeDurably(fileOf(directory, name), text);
  return false;
}
