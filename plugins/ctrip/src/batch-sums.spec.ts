import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@interline/sdk';
import { fixture, rowsIn } from '../fixtures/context.js';
import { BatchSums } from './batch-sums.js';
import type { CtripConfig } from './config.js';
import type { SettlementRow } from './settlement-rows.js';
import { statements } from './statements.js';

const BATCH = 'B202603';
const config = { account_id: '77', corporation_id: 'CORP1', sub_account_name: null } as CtripConfig;

/** The first flight of the fixtures, on a sub batch. */
function flight(part: string): SettlementRow {
  const [settled] = rowsIn('flight', fixture('settlement.flight'));
  const [base] = Object.keys(settled!.row);
  return { ...settled!, row: { ...settled!.row, [base!]: { ...(settled!.row[base!] as JsonObject), SubAccCheckBatchNo: part } } };
}

function payables(...parts: string[]): [string, bigint][] {
  const sums = new BatchSums(BATCH);
  for (const part of parts) sums.add(flight(part));
  return sums.records().map((record) => {
    const { externalId, totals } = statements.map(record, config);
    return [externalId, totals.payable];
  });
}

describe('a batch', () => {
  const [[, one] = ['', 0n]] = payables('');

  it('that is not split has no parts', () => {
    expect(one).toBeGreaterThan(0n);
    expect(payables('', BATCH)).toEqual([[BATCH, 2n * one]]);
  });

  it('that is split is made up by its parts', () => {
    expect(payables('B1', 'B2', 'B1')).toEqual([
      [BATCH, 3n * one],
      ['B1', 2n * one],
      ['B2', one],
    ]);
  });

  it('has one part more for rows that name no sub batch, so that the parts still make up the whole', () => {
    const split = payables('B1', '', BATCH);
    expect(split).toEqual([
      [BATCH, 3n * one],
      ['B1', one],
      [`${BATCH}:other`, 2n * one],
    ]);
    const [[, whole] = ['', 0n], ...parts] = split;
    expect(parts.reduce((sum, [, payable]) => sum + payable, 0n)).toBe(whole);
  });
});
