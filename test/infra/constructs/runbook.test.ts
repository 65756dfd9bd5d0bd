import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { RUNBOOK } from '../../../infra/constructs/runbook.ts';

it('names headings that the README’s chapter on operating has', async () => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const [, chapter = ''] = /^## Operate$([\s\S]*?)^## /m.exec(readme) ?? [];
  const headings = [...chapter.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);

  expect(headings).toEqual(expect.arrayContaining(Object.values(RUNBOOK)));
});
