import { Injectable } from '@nestjs/common';
import { CompanyReader } from '../company/index.js';
import { ConnectorCatalogue } from '../connectors/index.js';
import { DirectoryReader } from '../directory/index.js';
import { ExpenseRanges } from '../expenses/index.js';
import { daysOf, isId, kernelErrors, periodsBetween, type Id } from '../kernel/index.js';
import type { Locale, QuerySpendArgs } from '../platform/graphql/index.js';
import { analyticsErrors } from './analytics.errors.js';
import type { SpendKey, SpendQuestion, SpendRow, SpendTotal } from './spend-question.js';
import { SpendRepository } from './spend.repository.js';

/** An answer, amounts in minor units of `currency`. */
export interface SpendAnswer {
  currency: string;
  total: SpendTotal;
  others: SpendTotal[];
  rows: SpendRow[];
}

const LONGEST_MONTHS = 60;
const MOST_ROWS = 5_000;

/** Answers how much was spent on what. */
@Injectable()
export class AskSpend {
  constructor(
    private readonly companies: CompanyReader,
    private readonly directory: DirectoryReader,
    private readonly ranges: ExpenseRanges,
    private readonly repository: SpendRepository,
    private readonly catalogue: ConnectorCatalogue,
  ) {}

  /** @throws SPEND_DIMENSIONS, SPEND_PERIODS, NOT_FOUND for an id that is none */
  async ask(args: QuerySpendArgs): Promise<SpendAnswer> {
    const company = await this.companies.get();
    const [today, range] = [await this.directory.today(), await this.ranges.ofCaller()];
    // A manager's own expenses outside of the departments he leads are his as a person, not as a manager.
    const question = { ...this.check(args, company.id), today, onlyDepartments: range.all ? null : range.departmentIds };
    const [totals, rows] = await Promise.all([this.repository.totals(question), this.repository.rows(question, company.baseCurrency)]);
    const nothing: SpendTotal = { currency: company.baseCurrency, companyShare: 0n, count: 0 };
    return {
      currency: company.baseCurrency,
      total: totals.find((total) => total.currency === company.baseCurrency) ?? nothing,
      others: totals.filter((total) => total.currency !== company.baseCurrency),
      rows: args.by.includes('vendor') ? this.withVendorNames(rows, args.locale ?? 'en') : rows,
    };
  }

  private withVendorNames(rows: readonly SpendRow[], locale: Locale): SpendRow[] {
    const named = (key: SpendKey): SpendKey =>
      key.dimension === 'vendor' && key.id !== null ? { ...key, label: this.catalogue.nameOf(key.id, locale) ?? key.label } : key;
    return rows.map((row) => ({ ...row, keys: row.keys.map(named) }));
  }

  private check({ by, filter, tree, reach, top }: QuerySpendArgs, companyId: Id): Omit<SpendQuestion, 'today' | 'onlyDepartments'> {
    if (by.length < 1 || by.length > 3 || new Set(by).size !== by.length)
      throw analyticsErrors.SPEND_DIMENSIONS('ask by one to three different dimensions');
    const months = periodsBetween(filter.from, filter.to).length;
    if (months < 1 || months > LONGEST_MONTHS) throw analyticsErrors.SPEND_PERIODS(`ask for 1 to ${LONGEST_MONTHS} months`);
    if (top != null && (top < 1 || top > MOST_ROWS)) throw kernelErrors.BAD_INPUT(`top must be between 1 and ${MOST_ROWS}`);
    for (const id of [filter.departmentId, filter.costCentreId, filter.legalEntityId, filter.personId]) {
      if (id != null && !isId(id)) throw kernelErrors.NOT_FOUND('there is no such thing in your company');
    }
    return {
      companyId,
      by,
      from: daysOf(filter.from).from,
      to: daysOf(filter.to).to,
      tree: tree ?? 'as_was',
      reach: reach ?? 'subtree',
      top: top ?? null,
      kind: filter.kind ?? null,
      connectorId: filter.connectorId ?? null,
      departmentId: filter.departmentId ?? null,
      costCentreId: filter.costCentreId ?? null,
      legalEntityId: filter.legalEntityId ?? null,
      personId: filter.personId ?? null,
      city: filter.city ?? null,
    };
  }
}
