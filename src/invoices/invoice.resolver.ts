import { Args, Context, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { LegalEntity } from '../company/index.js';
import { ConnectionsReader, type VendorAccount } from '../connections/index.js';
import { DirectoryLoaders } from '../directory/index.js';
import type { ExpenseNode } from '../expenses/index.js';
import { isId, type Connection, type Id } from '../kernel/index.js';
import type { GatewayContext, QueryInvoiceArgs, QueryInvoicesArgs } from '../platform/graphql/index.js';
import type { StatementLineNode } from '../statements/index.js';
import { RawReader, type RawRecordView } from '../sync/index.js';
import { toInvoiceNode, type InvoiceNode } from './invoice-node.js';
import { toFilter } from './invoice-query.js';
import { InvoiceReader } from './invoice-reader.js';
import type { OrderKey } from './invoice.repository.js';

const ACCOUNTS = Symbol('vendor accounts of invoices');
const INVOICES = Symbol('invoices');
const OF_ORDERS = Symbol('invoices of orders');

/** Invoices at the gateway. */
@Resolver('Invoice')
export class InvoiceResolver {
  constructor(
    private readonly reader: InvoiceReader,
    private readonly accounts: ConnectionsReader,
    private readonly loaders: DirectoryLoaders,
    private readonly rawReader: RawReader,
  ) {}

  @Query('invoices')
  async invoices(@Args() args: QueryInvoicesArgs): Promise<Connection<InvoiceNode>> {
    const { edges, nodes, pageInfo } = await this.reader.list(toFilter(args.filter ?? {}), args);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: toInvoiceNode(node) })), nodes: nodes.map(toInvoiceNode), pageInfo };
  }

  @Query('invoice')
  async invoice(@Args() { id }: QueryInvoiceArgs, @Context() { loaders }: GatewayContext): Promise<InvoiceNode | null> {
    if (!isId(id)) return null;
    const found = await loaders.get(INVOICES, (ids: readonly Id[]) => this.reader.byIds(ids)).load(id);
    return found && toInvoiceNode(found);
  }

  @ResolveField('vendorAccount')
  vendorAccount(invoice: InvoiceNode, _args: unknown, { loaders }: GatewayContext): Promise<VendorAccount | null> {
    return loaders.get<Id, VendorAccount>(ACCOUNTS, (ids) => this.accounts.vendorAccounts(ids)).load(invoice.vendorAccountId);
  }

  @ResolveField('legalEntity')
  legalEntity(invoice: InvoiceNode, _args: unknown, context: GatewayContext): Promise<LegalEntity | null> | null {
    return this.loaders.legalEntity(context, invoice.legalEntityId);
  }

  @ResolveField('raw')
  raw({ vendorAccountId, stream, externalId, rawVersion }: InvoiceNode): Promise<RawRecordView | null> {
    return this.rawReader.read({ vendorAccountId, stream, externalId, version: rawVersion });
  }
}

/** The invoices of an expense's order: a field that room `expenses` cannot know. */
@Resolver('Expense')
export class InvoicedExpenseResolver {
  constructor(private readonly reader: InvoiceReader) {}

  @ResolveField('invoices')
  invoices(expense: ExpenseNode, _args: unknown, context: GatewayContext): Promise<InvoiceNode[]> {
    return invoicesOf(this.reader, context, expense);
  }
}

/** The invoices of a statement line's order: a field that room `statements` cannot know. */
@Resolver('StatementLine')
export class InvoicedLineResolver {
  constructor(private readonly reader: InvoiceReader) {}

  @ResolveField('invoices')
  async invoices({ vendorAccountId, orderId }: StatementLineNode, _args: unknown, context: GatewayContext): Promise<InvoiceNode[]> {
    return orderId === null ? [] : invoicesOf(this.reader, context, { vendorAccountId, orderId });
  }
}

async function invoicesOf(reader: InvoiceReader, { loaders }: GatewayContext, order: OrderKey): Promise<InvoiceNode[]> {
  const found = await loaders.get(OF_ORDERS, (orders: readonly OrderKey[]) => reader.ofOrders(orders)).load(order);
  return (found ?? []).map(toInvoiceNode);
}
