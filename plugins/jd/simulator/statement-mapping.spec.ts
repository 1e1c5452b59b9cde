import { expect, it } from '@jest/globals';

import { started } from './facts.fixture.js';

it('tells how its statement is read: every column it names stands in the header, and what it looks for stands above and below', async () => {
  const { simulator, caller } = await started();
  const { json: mapping } = await caller.control('GET', '/statementMapping');
  const file = await fetch(`${simulator.url}/_control/statement?period=2026-05`);
  const lines = new TextDecoder('gb18030').decode(await file.arrayBuffer()).split('\r\n');
  await simulator.close();
  const at = lines.findIndex((line) => line.startsWith('交易时间'));
  const [above, header] = [lines.slice(0, at).join('\n'), lines[at]!.split(',')];
  const { id, order, date, description, amount, detail } = mapping.columns;
  for (const column of [...id, order, ...date, ...description, amount.column, ...Object.values(detail)]) expect(header).toContain(column);
  for (const { when } of [...mapping.lineTypes, ...mapping.ignore])
    expect(lines.slice(at + 1).some((line) => when[0].is.some((text: string) => line.split(',').includes(text)))).toBe(true);
  expect(above).toContain(mapping.account);
  expect(above).toMatch(/日期区间：2026-05-01 至 2026-05-31/);
  expect(above).toMatch(/共：\d+笔记录\n合计：[\d.]+元/);
  expect([mapping.period.above, ...mapping.controls.map(({ text }: { text: string }) => text)]).toEqual([
    '日期区间：{from} 至 {to}',
    '共：{count}笔记录',
    '合计：{sum}元',
  ]);
});
