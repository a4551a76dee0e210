import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { encodeHex } from '@touchmark/codec';
import { type ChainHead, openChainReader } from '@touchmark/engine';
import { ledger, type ModuleVersions } from '@touchmark/ledger';
import { FILES } from '../data-directory/files.ts';
import { EXIT } from '../exit-code.ts';
import { failureOf } from '../failure.ts';
import { timeText } from '../output/plain.ts';
import { failure, type Finding, ok, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const AHEAD_MS = 10_000;

export async function checkStore(subject: Subject): Promise<Finding[]> {
  const directory = resolve(subject.directory, FILES.ledger);
  if (!existsSync(directory)) {
    const advice = 'Start the node, which founds it, or import or restore one.';
    return [failure('store', 'There is no ledger yet.', advice)];
  }
  try {
    const reader = await openChainReader({ directory });
    try {
      const head = reader.latest();
      // Reading the newest block compares its checksums, and reading its time checks the clock.
      reader.block(head.height);
      const versions = reader.read((view) => ledger.versions(view, head.height));
      const first = reader.firstBlock();
      return [
        storeFinding(head, first),
        ...versionFindings(versions),
        clockFinding(head, subject.nowMs),
      ];
    } finally {
      await reader.close();
    }
  } catch (error) {
    const { message, exitCode } = failureOf(error);
    const advice = 'Restore a backup or import an export. Find the extent with: touchmark scrub';
    return [failure('store', message, advice, exitCode === EXIT.usage ? EXIT.failed : exitCode)];
  }
}

function storeFinding({ chainId, height, root }: ChainHead, first: number): Finding {
  const from = first > 1 ? ` Joined by state sync: its blocks begin with ${first}.` : '';
  return ok(
    'store',
    `${chainId}, block ${height}, root ${encodeHex(root)}.${from} Scrub it now and then.`,
  );
}

/** Says what a node of this software would do at the blocks to come. */
export function versionFindings(versions: readonly ModuleVersions[]): Finding[] {
  const findings = versions.flatMap(({ module, active, pending, known }): Finding[] => {
    const check = `upgrade.${module}`;
    const needed = pending?.version ?? active;
    const isMissing = needed > Math.max(known, 1);
    const has = known === 0 ? 'does not have the module' : `has version ${known} at most`;
    if (pending === undefined) {
      if (!isMissing) return [];
      const detail = `The next block goes by version ${active}; this software ${has}.`;
      return [failure(check, detail, 'Update the software, then start the node again.')];
    }
    const detail = `Version ${pending.version} rules from block ${pending.height} on.`;
    if (!isMissing) return [ok(check, `${detail} This software has it.`)];
    const advice = 'Update the software before that block: without it, the node stops there.';
    return [warning(check, `${detail} This software ${has}.`, advice)];
  });
  return findings.length > 0 ? findings : [ok('upgrade', 'No version of a module is to come.')];
}

function clockFinding({ timeMs }: ChainHead, nowMs: number): Finding {
  const detail = `This machine says ${timeText(nowMs)}; the newest block is of ${timeText(timeMs)}.`;
  if (timeMs <= nowMs + AHEAD_MS) return ok('clock', detail);
  const advice = 'Synchronize the clock (chrony, systemd-timesyncd) before the node signs more.';
  return failure('clock', detail, advice);
}
