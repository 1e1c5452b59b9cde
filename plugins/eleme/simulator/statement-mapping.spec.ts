import { expect, it } from '@jest/globals';

import { started } from './facts.fixture.js';

it('tells how its bill is read: every column it names stands in the header, and what it looks for stands above and below', async () => {
  const { simulator, caller } = await started();
  const { json: mapping } = await caller.control('GET', '/statementMapping');
  const { text } = await caller.control('GET', '/statement?period=2026-05');
  await simulator.close();
  const lines = text.split('\r\n');
  const at = lines.findIndex((line) => line.startsWith('流水号'));
  const [above, header] = [lines.slice(0, at).join('\n'), lines[at]!.split(',')];
  const { id, date, description, amount, detail, ...plain } = mapping.columns;
  for (const column of [...id, ...date, ...description, amount.column, ...Object.values(detail), ...Object.values(plain)])
    expect(header).toContain(column);
  for (const { when } of [...mapping.lineTypes, ...mapping.ignore]) {
    const [{ column, is }] = when;
    const index = header.indexOf(column);
    expect(lines.slice(at + 1).some((line) => is.includes(line.split(',')[index]?.trim()))).toBe(true);
  }
  expect(above).toContain(mapping.account);
  expect(above).toMatch(/账单周期：,2026-05-01 至 2026-05-31/);
  expect(above).toMatch(/共9笔，企业应付合计238\.00元/);
  expect([mapping.period.above, mapping.controls[0].text]).toEqual(['账单周期：{any}{from} 至 {to}', '共{count}笔，企业应付合计{sum}元']);
});
