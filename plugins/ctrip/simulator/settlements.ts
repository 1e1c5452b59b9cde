import { cutPage, type LedgerRow, LedgerSums, type VendorCall } from '@interline/sdk/simulator';

import type { SoldKind } from './ctrip-world.js';
import type { Desk } from './desk.js';
import { status } from './errors.js';
import { stateAt } from './order-state.js';
import { partiesOf } from './parties.js';
import type { Body } from './request.js';
import type { Entry, Written } from './row-writer.js';
import { batchedAt, batchOf, correctionRow, rowsOf } from './rows.js';
import { type RowRef, type SettlementBook, unitOf } from './settlement-book.js';
import { pageQuery, settlementQuery } from './settlement-query.js';
import { writeCar } from './write-car.js';
import { writeFlight } from './write-flight.js';
import { writeHotel } from './write-hotel.js';
import { writeTrain } from './write-train.js';

/** How a product's settlement is written: the names of its lists, its rows, and where a row says whether it is an issue or a refund. */
interface Product {
  list: string;
  account: string;
  rows: string;
  write: (entry: Entry) => Written;
  detail: readonly [block: string, type: string];
}

const PRODUCTS: Readonly<Record<SoldKind, Product>> = {
  flight: {
    list: 'FlightOrderAccountSettlementList',
    account: 'AccountID',
    rows: 'OrderSettlementList',
    write: writeFlight,
    detail: ['OrderSettlementBaseInfo', 'OrderDetailType'],
  },
  hotel: {
    list: 'LstHtlSettlement',
    account: 'AccountId',
    rows: 'LstHotelSettlementDetail',
    write: writeHotel,
    detail: ['SettlementDetail', 'DetailType'],
  },
  train: {
    list: 'LstTrainSettlement',
    account: 'AccountId',
    rows: 'LstTrainSettlementDetail',
    write: writeTrain,
    detail: ['TrainSettlementDetail', 'DetailType'],
  },
  ride: {
    list: 'CarOrderAccountSettlementList',
    account: 'AccountId',
    rows: 'CarSettlementDetailList',
    write: writeCar,
    detail: ['SettlementBaseInfo', 'DelType'],
  },
};

/** A settlement call: one page of the rows that a query finds. @throws Refusal */
export function settlements(desk: Desk, book: SettlementBook, kind: SoldKind, body: Body, call: VendorCall): Written {
  const { start, size } = pageQuery(body);
  const found = book.find(settlementQuery(desk, kind, body), call.now);
  const cut = cutPage(call, start, size, found.length);
  const product = PRODUCTS[kind];
  const entries = found.slice(cut.start, cut.end).map((ref) => entryOf(desk, book, ref, call.now));
  const rows = entries.map(product.write);
  if (call.fault?.kind === 'unknown_enum') {
    const [block, type] = product.detail;
    if (rows[0]) (rows[0][block] as Written)[type] = 'Z';
    else call.keepFault();
  }
  call.records(entries.map(({ row }) => row.orderId));
  return {
    Status: status(),
    TotalRecord: cut.total,
    TotalSize: Math.ceil(cut.total / size),
    [product.list]: rows.length === 0 ? [] : [{ [product.account]: desk.account.accountId, [product.rows]: rows }],
  };
}

function entryOf(desk: Desk, book: SettlementBook, ref: RowRef, now: number): Entry {
  const { row, order } = book.row(ref);
  return {
    desk,
    row,
    order,
    parties: partiesOf(order, desk.world),
    batch: batchedAt(row.period) <= now ? batchOf(row.period, unitOf(order)) : undefined,
    changedAt: book.changedAt(row, now),
    // There is a row, so something was paid: only what came later may not have happened yet.
    state: order.state === 'done' ? 'done' : stateAt(order, now),
  };
}

/** What the vendor would bill, summed over its own rows. */
export function ledgerOf({ world }: Desk, now: number): LedgerRow[] {
  const sums = new LedgerSums();
  sums.addCash(world.orders, now);
  for (const order of world.orders.all()) {
    for (const { period, kind, company } of rowsOf(order, now)) sums.addBilled(period, kind, company);
  }
  for (const { at, period, kind, company } of [...world.adjustments.values()].map(correctionRow)) {
    if (at <= now) sums.addBilled(period, kind, company);
  }
  return sums.rows();
}
