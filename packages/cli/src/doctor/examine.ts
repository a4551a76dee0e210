import { inLanguage } from '../output/in-language.ts';
import { checkDirectory } from './check-directory.ts';
import { checkDisk } from './check-disk.ts';
import { checkKeys } from './check-keys.ts';
import { checkMachine } from './check-machine.ts';
import { checkNetwork } from './check-network.ts';
import { checkNode } from './check-node.ts';
import { checkStore } from './check-store.ts';
import { detailOf } from './detail-of.ts';
import { failure, type Finding } from './finding.ts';
import type { Subject } from './subject.ts';

const CHECKS: readonly (readonly [
  name: string,
  check: (subject: Subject) => Promise<Finding[]>,
])[] = [
  ['directory', checkDirectory],
  ['disk', checkDisk],
  ['machine', checkMachine],
  ['store', checkStore],
  ['keys', checkKeys],
  ['node', checkNode],
  ['network', checkNetwork],
];

/** Looks at everything; a look that fails is a finding too, and keeps no other from being taken. */
export async function examine(subject: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of CHECKS) {
    try {
      findings.push(...(await check(subject)));
    } catch (error) {
      const detail = detailOf(subject, error);
      findings.push(
        failure(
          name,
          inLanguage(subject, `This could not be looked at: ${detail}`, `无法检查：${detail}`),
          inLanguage(subject, 'Check the path and its permissions.', '请检查路径及其权限。'),
        ),
      );
    }
  }
  return findings;
}
