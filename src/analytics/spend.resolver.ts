import { Args, Query, Resolver } from '@nestjs/graphql';
import { toMoney, type QuerySpendArgs, type Spend } from '../platform/graphql/index.js';
import { AskSpend } from './ask-spend.js';

/** Spend at the gateway. */
@Resolver()
export class SpendResolver {
  constructor(private readonly askSpend: AskSpend) {}

  @Query('spend')
  async spend(@Args() args: QuerySpendArgs): Promise<Spend> {
    const { currency, total, others, rows } = await this.askSpend.ask(args);
    return {
      total: toMoney(total.companyShare, currency),
      count: total.count,
      otherCurrencies: others.map((other) => toMoney(other.companyShare, other.currency)),
      rows: rows.map((row) => ({
        keys: row.keys,
        companyShare: toMoney(row.companyShare, currency),
        personalShare: toMoney(row.personalShare, currency),
        count: row.count,
      })),
    };
  }
}
