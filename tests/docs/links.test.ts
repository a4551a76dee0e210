import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
const LINK = /\]\(([^)\s]+)\)/g;
const HEADING = /^#+ +(.+)$/gm;

const documents = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter(Boolean);

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** Why a link leads nowhere, or undefined. */
function faultOf(document: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? resolve(root, document) : resolve(root, dirname(document), path);
  if (!existsSync(target)) return `${document}: ${link} does not exist`;
  if (anchor === undefined) return undefined;
  const headings = [...readFileSync(target, 'utf8').matchAll(HEADING)];
  const isThere = headings.some(([, heading = '']) => anchorOf(heading) === anchor);
  return isThere ? undefined : `${document}: ${link} names no heading`;
}

test('every link between documents leads somewhere', () => {
  let links = 0;
  for (const document of documents) {
    const text = readFileSync(resolve(root, document), 'utf8').replaceAll(/`[^`\n]*`/g, '');
    for (const [, link = ''] of text.matchAll(LINK)) {
      links += 1;
      assert.equal(faultOf(document, link), undefined);
    }
  }
  assert.ok(links > 30, `${links} links seen`);
});
