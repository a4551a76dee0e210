import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { encodeHex } from '@touchmark/codec';
import { type ChainHead, openChainReader } from '@touchmark/engine';
import { FILES } from '../data-directory/files.ts';
import { EXIT } from '../exit-code.ts';
import { failureOf } from '../failure.ts';
import { timeText } from '../output/plain.ts';
import { failure, type Finding, ok } from './finding.ts';
import type { Subject } from './subject.ts';

const AHEAD_MS = 10_000;

export async function checkStore(subject: Subject): Promise<Finding[]> {
  const ledger = resolve(subject.directory, FILES.ledger);
  if (!existsSync(ledger)) {
    const advice = 'Start the node, which founds it, or import or restore one.';
    return [failure('store', 'There is no ledger yet.', advice)];
  }
  try {
    const reader = await openChainReader({ directory: ledger });
    try {
      const head = reader.latest();
      // Reading the newest block compares its checksums, and reading its time checks the clock.
      reader.block(head.height);
      return [storeFinding(head), clockFinding(head, subject.nowMs)];
    } finally {
      await reader.close();
    }
  } catch (error) {
    const { message, exitCode } = failureOf(error);
    const advice = 'Restore a backup or import an export. Find the extent with: touchmark scrub';
    return [failure('store', message, advice, exitCode === EXIT.usage ? EXIT.failed : exitCode)];
  }
}

function storeFinding({ chainId, height, root }: ChainHead): Finding {
  return ok(
    'store',
    `${chainId}, block ${height}, root ${encodeHex(root)}. Scrub it now and then.`,
  );
}

function clockFinding({ timeMs }: ChainHead, nowMs: number): Finding {
  const detail = `This machine says ${timeText(nowMs)}; the newest block is of ${timeText(timeMs)}.`;
  if (timeMs <= nowMs + AHEAD_MS) return ok('clock', detail);
  const advice = 'Synchronize the clock (chrony, systemd-timesyncd) before the node signs more.';
  return failure('clock', detail, advice);
}
