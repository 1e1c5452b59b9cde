import type { Settlement, Statement as CanonicalStatement, StatementLine as CanonicalLine } from '@interline/sdk/canonical';
import { Injectable } from '@nestjs/common';
import type { Id } from '../kernel/index.js';
import type { RecordSink, SinkBatch, SinkFact, SinkSource, VanishedBatch } from '../sync/index.js';
import { RecordLines } from './record-lines.js';
import { RecordStatements } from './record-statements.js';
import { StatementLineRepository } from './statement-line.repository.js';
import { StatementRepository } from './statement.repository.js';

/** Takes in the headers of bills. */
@Injectable()
export class StatementSink implements RecordSink<'statements'> {
  readonly kind = 'statements';

  constructor(
    private readonly recordStatements: RecordStatements,
    private readonly repository: StatementRepository,
  ) {}

  async receive(batch: SinkBatch<CanonicalStatement>): Promise<void> {
    await this.recordStatements.record(
      batch,
      batch.records.map(({ canonical, rawVersion }) => ({ externalId: canonical.externalId, rawVersion, statement: canonical })),
    );
  }

  async vanished(batch: VanishedBatch): Promise<void> {
    await this.recordStatements.record(
      batch,
      batch.records.map((record) => ({ ...record, statement: null })),
    );
  }

  async facts(source: SinkSource, externalIds: readonly string[]): Promise<SinkFact[]> {
    const statements = await this.repository.ofExternalIds(source.companyId, source.vendorAccountId, externalIds);
    return statements.map((statement) => ({
      externalId: statement.externalId,
      id: statement.id,
      key: '',
      facts: {
        from: statement.from,
        to: statement.to,
        state: statement.state,
        currency: statement.currency,
        consumption: String(statement.consumption),
        refund: String(statement.refund),
        payable: String(statement.payable),
        withdrawn: String(statement.withdrawn),
      },
    }));
  }
}

/** Takes in the lines of bills. */
@Injectable()
export class StatementLineSink implements RecordSink<'statementLines'> {
  readonly kind = 'statementLines';

  constructor(
    private readonly recordLines: RecordLines,
    private readonly repository: StatementLineRepository,
  ) {}

  receive(batch: SinkBatch<CanonicalLine>): Promise<void> {
    return receiveLines(this.recordLines, batch);
  }

  vanished(batch: VanishedBatch): Promise<void> {
    return loseLines(this.recordLines, batch);
  }

  facts(source: SinkSource, externalIds: readonly string[]): Promise<SinkFact[]> {
    return lineFactsOf(this.repository, source, externalIds);
  }
}

/** Takes in rows that a vendor will bill later. One that is billed by now stays with its statement. */
@Injectable()
export class SettlementSink implements RecordSink<'settlements'> {
  readonly kind = 'settlements';

  constructor(
    private readonly recordLines: RecordLines,
    private readonly repository: StatementLineRepository,
  ) {}

  receive(batch: SinkBatch<Settlement>): Promise<void> {
    return receiveLines(this.recordLines, batch);
  }

  /** A row that is no longer waiting has been billed, or was dropped; what stands on a statement stays there. */
  async vanished(batch: VanishedBatch): Promise<void> {
    const ids = batch.records.map((record) => record.externalId);
    const lines = await this.repository.ofExternalIds(batch.companyId, batch.vendorAccountId, ids);
    const billed = new Set<string>(lines.filter((line) => line.statementExternalId !== null).map((line) => line.externalId));
    await loseLines(this.recordLines, { ...batch, records: batch.records.filter((record) => !billed.has(record.externalId)) });
  }

  facts(source: SinkSource, externalIds: readonly string[]): Promise<SinkFact[]> {
    return lineFactsOf(this.repository, source, externalIds);
  }
}

async function receiveLines(recordLines: RecordLines, batch: SinkBatch<CanonicalLine> | SinkBatch<Settlement>): Promise<void> {
  const records = batch.records.map(({ canonical, rawVersion }) => ({ externalId: canonical.externalId, rawVersion, line: canonical }));
  await recordLines.record(batch, records);
}

async function loseLines(recordLines: RecordLines, batch: VanishedBatch): Promise<void> {
  await recordLines.record(
    batch,
    batch.records.map((record) => ({ ...record, line: null })),
  );
}

async function lineFactsOf(repository: StatementLineRepository, source: SinkSource, externalIds: readonly string[]): Promise<SinkFact[]> {
  const lines = await repository.ofExternalIds(source.companyId, source.vendorAccountId, externalIds);
  const names = new Map<Id, string>(lines.map((line) => [line.id, line.externalId]));
  return lines
    .filter((line) => line.stream === source.stream)
    .map((line) => ({
      externalId: line.correctsId === null ? line.externalId : (names.get(line.correctsId) ?? line.externalId),
      id: line.id,
      key: line.correctsId === null ? '' : line.externalId,
      facts: {
        statement: line.statementExternalId,
        orderId: line.orderId,
        lineType: line.lineType,
        currency: line.currency,
        companyShare: String(line.companyShare),
        personalShare: String(line.personalShare),
        period: line.period,
        reversed: String(line.reversed),
      },
    }));
}
