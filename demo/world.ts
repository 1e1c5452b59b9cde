import type { WorldBillAdjustment, WorldFacts, WorldOrder, WorldPerson } from '@interline/sdk/simulator';

import { type Blueprint, MAIN, SECOND } from './blueprints.js';
import { addMonths, dayOf, monthOf, monthsBetween } from './calendar.js';
import { Organisation } from './organisation.js';
import { Planner } from './plan/planner.js';
import { visible } from './purchases/purchase.js';
import { drawnUntil, Staff } from './staff.js';
import type { CashLedgerRow, DayCash, Disagreement, Employee, World } from './world.types.js';

/** What a world is made from. */
export interface WorldInput {
  seed: string | number;
  /** The moment everything is told as of; default now. */
  asOf?: Date;
  /** The first month with orders, `YYYY-MM`; default so many months before that of `asOf` as `months` says. A demo that was started before keeps its own. */
  first?: string;
  /** How many full months lie before the running one; default 12. */
  months?: number;
  /** Which company; default the big one. */
  company?: 'main' | 'second';
}

/**
 * Makes a company and everything that happened to it: the same input always makes the same world. First comes who is where when, then what is
 * bought for it, then the cash that moves; the facts, the ledger and the bills' corrections are told from that cash.
 *
 * With the same seed and first month, a later `asOf` leaves everything up to the earlier one as it was and only adds.
 * @throws RangeError when `asOf` is before 2025: the company's people are known from 2024 on
 */
export function buildWorld({ seed, asOf = new Date(), first, months = 12, company = 'main' }: WorldInput): World {
  const blueprint = company === 'main' ? MAIN : SECOND;
  const now = asOf.getTime();
  const [month, today] = [monthOf(now), dayOf(now)];
  const start = first ?? addMonths(month, -months);
  if (start < '2024-01' || start > month) throw new RangeError('the demo tells months from January 2024 on, up to asOf');
  const organisation = new Organisation(blueprint, `${drawnUntil(month)}-31`);
  const staff = new Staff(seed, organisation, drawnUntil(month));
  const planner = new Planner(seed, organisation, staff);

  const orders: WorldOrder[] = [];
  const cash: DayCash[] = [];
  const told = monthsBetween(start, month);
  for (const each of told) {
    for (const purchase of planner.purchases(each)) {
      const order = visible(purchase, now);
      if (!order) continue;
      orders.push(order);
      for (const { at, company: share, personal } of order.cash) {
        const day = dayOf(Date.parse(at));
        cash.push({
          day,
          personId: purchase.payer,
          kind: order.kind,
          orderId: order.id,
          company: BigInt(share),
          personal: BigInt(personal),
        });
      }
    }
  }
  const people = staff.everybody
    .filter(({ hiredOn, leftOn }) => hiredOn <= today && (leftOn === null || leftOn >= `${start}-01`))
    .map((employee) => seenOn(employee, today));
  const corrections = correctionsOf(blueprint, told, orders);
  return {
    company: { key: blueprint.key, name: blueprint.name, zone: 'Asia/Shanghai', currency: 'CNY' },
    first: start,
    asOf,
    legalEntities: blueprint.entities,
    costCentres: blueprint.costCentres,
    departments: organisation.upTo(today).map(({ plan: _plan, ...version }) => ({
      ...version,
      leaderEmployeeNumber: staff.leader(version.code).employeeNumber,
    })),
    people,
    facts: factsOf(blueprint, people, organisation, today, orders, corrections.adjustments),
    cash,
    ledger: ledgerOf(cash),
    travelsWithRides: blueprint.travelsWithRides,
    disagreements: corrections.disagreements,
  };
}

/** Somebody as known on a day: later moves and a later last day are not. */
function seenOn(employee: Employee, day: string): Employee {
  return {
    ...employee,
    leftOn: employee.leftOn !== null && employee.leftOn <= day ? employee.leftOn : null,
    positions: employee.positions
      .filter(({ validFrom }) => validFrom <= day)
      .map((position) => ({ ...position, validTo: position.validTo !== null && position.validTo <= day ? position.validTo : null })),
  };
}

function factsOf(
  blueprint: Blueprint,
  people: Employee[],
  organisation: Organisation,
  today: string,
  orders: WorldOrder[],
  billAdjustments: WorldBillAdjustment[],
): WorldFacts {
  const worldPeople = people.map(({ id, employeeNumber, name, mobile, email, positions, leftOn }): WorldPerson => {
    const departmentCode = positions.at(-1)?.departmentCode ?? '';
    const departmentName = organisation.at(departmentCode, leftOn ?? today)?.name ?? '';
    return { id, employeeNumber, name, phone: mobile, email, departmentCode, departmentName };
  });
  return { people: worldPeople, legalEntities: blueprint.entities, orders, billAdjustments };
}

/** Bills that are made wrongly: one order cheaper than it was, and something nobody ordered. */
function correctionsOf(
  { key, corrections, travelsWithRides }: Blueprint,
  months: readonly string[],
  orders: readonly WorldOrder[],
): { disagreements: Disagreement[]; adjustments: WorldBillAdjustment[] } {
  const disagreements: Disagreement[] = [];
  const adjustments: WorldBillAdjustment[] = [];
  for (const { kind, month, order: less, extra } of corrections) {
    const period = months.find((each) => each.endsWith(month));
    // Chosen by how it was booked and paid, not by its state: a refund that comes later must not choose another one.
    const order = orders.find(({ kind: each, product, legalEntity, cash: [paid] }) => {
      if (each !== kind || product === 'taxi' || paid?.type !== 'charge' || monthOf(Date.parse(paid.at)) !== period) return false;
      const elsewhere = kind !== 'ride' && travelsWithRides.includes(legalEntity?.code ?? '');
      return !elsewhere && BigInt(paid.company) > -less.amount;
    });
    if (period === undefined || !order) continue;
    const base = { period, kind };
    adjustments.push(
      { ...base, id: `${key}-${period}-${kind}`, amount: String(less.amount), text: less.text, orderId: order.id },
      { ...base, id: `${key}-${period}-${kind}-fee`, amount: String(extra.amount), text: extra.text },
    );
    disagreements.push({ ...base, amount: less.amount + extra.amount });
  }
  return { disagreements, adjustments };
}

/** Sums straight from cash, by month and kind. */
function ledgerOf(cash: readonly DayCash[]): CashLedgerRow[] {
  const sums = new Map<string, { orders: Set<string>; company: bigint; personal: bigint }>();
  for (const { day, kind, orderId, company, personal } of cash) {
    const key = `${day.slice(0, 7)} ${kind}`;
    const sum = sums.get(key) ?? { orders: new Set<string>(), company: 0n, personal: 0n };
    sums.set(key, { orders: sum.orders.add(orderId), company: sum.company + company, personal: sum.personal + personal });
  }
  return [...sums.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, { orders, company, personal }]) => ({
      period: key.slice(0, 7),
      kind: key.slice(8) as CashLedgerRow['kind'],
      orders: orders.size,
      companyShare: String(company),
      personalShare: String(personal),
    }));
}
