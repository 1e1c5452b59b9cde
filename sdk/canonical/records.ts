import { z } from 'zod';

/**
 * The canonical records: what a plugin's `map` gives, the same for every vendor. `schema/canonical.v1.json` is generated from here.
 * Instants are `Date`; days are `YYYY-MM-DD`; amounts are integer minor units (`bigint`) beside one currency a record.
 */
const id = z.string().min(1).max(200);
const name = z.string().max(400);
const day = z.iso.date();
const currency = z.string().regex(/^[A-Z]{3}$/);
const minor = z.bigint();

/** What an expense is for. */
export const KINDS = ['ride', 'flight', 'hotel', 'train', 'bus', 'car_rental', 'meal', 'goods', 'other'] as const;
export const kind = z.enum(KINDS);
export type Kind = z.infer<typeof kind>;

/** Which part of an order a line is. A `refund` gives money back; a `fee` is charged beside the price. */
export const LINE_TYPES = ['charge', 'fee', 'refund', 'adjustment'] as const;
export const lineType = z.enum(LINE_TYPES);
export type LineType = z.infer<typeof lineType>;

/** Someone as the vendor names them. `directory` finds the person; the more certain the field, the earlier it is tried (id, employee number, phone, mail). */
export const personRef = z.strictObject({
  /** The vendor's own member id. */
  memberId: id.optional(),
  employeeNumber: id.optional(),
  phone: z.string().max(40).optional(),
  email: z.string().max(254).optional(),
  name: name.optional(),
  /** True for somebody outside the company that travels on its account. */
  guest: z.boolean().optional(),
});
export type PersonRef = z.infer<typeof personRef>;

/** A department, cost centre, project or legal entity as the vendor names it. */
export const orgRef = z.strictObject({ id: id.optional(), code: id.optional(), name: name.optional() });
export type OrgRef = z.infer<typeof orgRef>;

/** A place on a journey. */
export const place = z.strictObject({ city: name.optional(), name: name.optional(), address: name.optional() });
export type Place = z.infer<typeof place>;

/** One line of money of one order. `map` gives the complete set of lines its raw record stands for: a line no longer in the set is reversed. */
export const expenseLine = z
  .strictObject({
    kind,
    /** The order's id at the vendor. */
    externalId: id,
    /** Tells the lines of one order apart and never changes its meaning: `charge`, `fee:service`, `refund:1`. */
    line: id,
    lineType,
    /** A refund or adjustment names the line it gives back or corrects. */
    originLine: id.optional(),
    /** The vendor's product name, such as 快车. */
    product: name.optional(),
    description: name.optional(),
    currency,
    /** Signed: a charge is positive, a refund negative. Always `companyShare + personalShare`. */
    amount: minor,
    companyShare: minor,
    personalShare: minor,
    /** When the money moved: paid, or refunded. */
    occurredAt: z.date(),
    /** The day the vendor's own statement counts it under, where it says. */
    vendorBillingDate: day.optional(),
    traveller: personRef.optional(),
    booker: personRef.optional(),
    department: orgRef.optional(),
    costCentre: orgRef.optional(),
    project: orgRef.optional(),
    legalEntity: orgRef.optional(),
    /** Where the money was spent: the destination of a journey, the place of a stay. */
    city: name.optional(),
    from: place.optional(),
    to: place.optional(),
    startAt: z.date().optional(),
    endAt: z.date().optional(),
    approvalId: id.optional(),
    /** What else the accountant may want to see; texts only, keyed by our own names (`ticketNo`, `flightNo`, `cabin`, `nights`, `carType` …). */
    detail: z.record(z.string(), z.string()).optional(),
  })
  .refine((line) => line.amount === line.companyShare + line.personalShare, {
    error: 'amount is not companyShare + personalShare',
    path: ['amount'],
  });
export type ExpenseLine = z.infer<typeof expenseLine>;

/** What an order stream's `map` gives for one raw record: the lines of one order, possibly none (a cancelled order without a fee). */
export interface OrderRecord {
  /** The order's id at the vendor; equal to every line's. */
  externalId: string;
  lines: ExpenseLine[];
}

/** The header of a vendor's bill. */
export const statement = z.strictObject({
  externalId: id,
  /** The statement this one is a part of, where the vendor splits a bill into a tree. */
  parentExternalId: id.optional(),
  /** `true` when the vendor publishes no header and this one is made from its lines. */
  derived: z.boolean(),
  title: name.optional(),
  /** Both inclusive; the vendor's own month may run from the 26th to the 25th. */
  from: day,
  to: day,
  state: z.enum(['generating', 'to_confirm', 'failed', 'disputed', 'confirmed', 'paid', 'closed']),
  confirmedAt: z.date().optional(),
  currency,
  /** Which kinds its lines may have, where the vendor bills them apart. */
  kinds: z.array(kind).optional(),
  legalEntity: orgRef.optional(),
  /** What this node of the tree is split by. */
  split: z
    .strictObject({ by: z.enum(['department', 'cost_centre', 'project', 'legal_entity', 'business', 'custom']), ref: orgRef })
    .optional(),
  totals: z.strictObject({
    /** What was consumed, before refunds. */
    consumption: minor,
    /** What was given back; negative or zero. */
    refund: minor,
    /** The part of `refund` whose consumption stood on an earlier statement. */
    priorPeriodRefund: minor.optional(),
    adjustment: minor.optional(),
    /** What the company owes. */
    payable: minor,
  }),
  /** What the vendor says its lines count and sum to, where it says. */
  control: z.strictObject({ lineCount: z.number().int().nonnegative().optional(), lineSum: minor.optional() }).optional(),
});
export type Statement = z.infer<typeof statement>;

/** One line of a vendor's bill. The bill of a company consists of these. */
export const statementLine = z
  .strictObject({
    statementExternalId: id,
    /** The line's own key at the vendor; the same line keeps it for ever. */
    externalId: id,
    kind,
    lineType,
    /** The order it bills; absent for manual adjustments. */
    orderExternalId: id.optional(),
    /** The expense line it bills, where the vendor's data tells; else all lines of the order with the same `lineType`. */
    orderLine: id.optional(),
    currency,
    amount: minor,
    companyShare: minor,
    personalShare: minor,
    occurredAt: z.date().optional(),
    vendorBillingDate: day.optional(),
    /** False for a line of an earlier period that this statement makes up for. */
    currentTerm: z.boolean().optional(),
    traveller: personRef.optional(),
    department: orgRef.optional(),
    costCentre: orgRef.optional(),
    legalEntity: orgRef.optional(),
    city: name.optional(),
    description: name.optional(),
    detail: z.record(z.string(), z.string()).optional(),
  })
  .refine((line) => line.amount === line.companyShare + line.personalShare, {
    error: 'amount is not companyShare + personalShare',
    path: ['amount'],
  });
export type StatementLine = z.infer<typeof statementLine>;

/** A row the vendor will bill later (stream `settlements`): a statement line that has no statement yet. */
export const settlement = z
  .strictObject({ ...statementLine.shape, statementExternalId: z.undefined().optional() })
  .refine((line) => line.amount === line.companyShare + line.personalShare, {
    error: 'amount is not companyShare + personalShare',
    path: ['amount'],
  });
export type Settlement = z.infer<typeof settlement>;

/** Who an invoice is made out to, or by. `taxNumber` is the taxpayer's number (纳税人识别号) where the country has such. */
export const invoiceParty = z.strictObject({ name: name.optional(), taxNumber: id.optional() });
export type InvoiceParty = z.infer<typeof invoiceParty>;

/** Names an invoice. `code` and `number` together where the country numbers invoices within codes (发票代码, 发票号码). */
const invoiceRef = z.strictObject({ number: id, code: id.optional() });

/** What kind of invoice: whose tax the buyer may deduct, without that, or of a country that knows no such difference. */
export const INVOICE_TYPES = ['vat_special', 'vat_plain', 'other'] as const;
export type InvoiceType = (typeof INVOICE_TYPES)[number];

/** `void`: taken back as if it had never been issued. `reversed`: another invoice gives it back. */
export const INVOICE_STATES = ['valid', 'void', 'reversed'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** A tax invoice (发票) of the vendor over one or more orders. Amounts are what stands on it; one that gives another back is negative. */
export const invoice = z
  .strictObject({
    /** The invoice's own key at the vendor; the same invoice keeps it for ever. */
    externalId: id,
    ...invoiceRef.shape,
    /** The number of a fully digital invoice (数电发票号码), where it has one beside `number`. */
    digitalNumber: id.optional(),
    type: z.enum(INVOICE_TYPES),
    /** The vendor's own word for its type, such as 增值税专用发票. */
    typeName: name.optional(),
    issuedOn: day,
    state: z.enum(INVOICE_STATES),
    /** The invoice this one gives back (红冲). */
    reverses: invoiceRef.optional(),
    buyer: invoiceParty.optional(),
    seller: invoiceParty.optional(),
    currency,
    /** With tax. */
    amount: minor,
    amountWithoutTax: minor.optional(),
    tax: minor.optional(),
    /** The orders it is for, and what it takes of each where the vendor tells: the same order's number as on expenses, each once. */
    orders: z.array(z.strictObject({ externalId: id, amount: minor.optional(), tax: minor.optional() })),
    detail: z.record(z.string(), z.string()).optional(),
  })
  .refine(({ amount, amountWithoutTax, tax }) => amountWithoutTax === undefined || tax === undefined || amount === amountWithoutTax + tax, {
    error: 'amount is not amountWithoutTax + tax',
    path: ['amount'],
  })
  .refine(({ orders }) => new Set(orders.map(({ externalId }) => externalId)).size === orders.length, {
    error: 'an order stands twice',
    path: ['orders'],
  });
export type Invoice = z.infer<typeof invoice>;

/** A department of a source system. */
export const department = z.strictObject({
  externalId: id,
  parentExternalId: id.optional(),
  name,
  code: id.optional(),
  leaderExternalId: id.optional(),
  order: z.number().int().optional(),
});
export type Department = z.infer<typeof department>;

/** A person of a source system. */
export const person = z.strictObject({
  externalId: id,
  employeeNumber: id.optional(),
  name,
  email: z.string().max(254).optional(),
  phone: z.string().max(40).optional(),
  departmentExternalIds: z.array(id),
  title: name.optional(),
  managerExternalId: id.optional(),
  state: z.enum(['active', 'left']),
  hiredOn: day.optional(),
  leftOn: day.optional(),
});
export type Person = z.infer<typeof person>;

/** What `map` gives per stream kind. */
export interface CanonicalByStream {
  departments: Department;
  people: Person;
  orders: OrderRecord;
  settlements: Settlement;
  statements: Statement;
  statementLines: StatementLine;
  invoices: Invoice;
}

/** The stream kinds the host knows today. `tripRequests` and `workItems` are reserved words. */
export const STREAM_KINDS = ['departments', 'people', 'orders', 'settlements', 'statements', 'statementLines', 'invoices'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];
