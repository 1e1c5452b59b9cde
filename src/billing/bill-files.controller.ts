import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AuditTrail } from '../audit/index.js';
import { currentContext, isId, isPeriod, kernelErrors } from '../kernel/index.js';
import { allows, exportLocale, sendTable, TABLE_FORMATS, XLSX_MAX_ROWS, type TableFormat } from '../platform/files/index.js';
import { FILE_CONTENTS, type FileContent } from './bill-files.js';
import { BillReader } from './bill-reader.js';
import { BillTables, type BillFileFilter } from './bill-tables.js';
import { WORDS } from './bill-words.js';
import { billingErrors } from './billing.errors.js';

/** Who may see bills, as `Query.bill` says. */
const ACCESS = { scopes: ['bills:read'], roles: ['owner', 'finance', 'auditor'] } as const;

/** What the address of a file may ask for. */
interface FileQuery {
  locale?: string;
  vendorAccountId?: string;
  differing?: string;
}

/** Files of bills, made while they are sent. */
@Controller('files/bills')
export class BillFilesController {
  constructor(
    private readonly reader: BillReader,
    private readonly tables: BillTables,
    private readonly audit: AuditTrail,
  ) {}

  @Get(':legalEntityId/:period/:file')
  async file(
    @Param() { legalEntityId, period, file }: { legalEntityId: string; period: string; file: string },
    @Query() query: FileQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const actor = currentContext()?.actor;
    if (!actor || !allows(ACCESS, actor)) throw kernelErrors.FORBIDDEN('bills are closed to you');
    const [content, format] = file.split('.') as [FileContent, TableFormat];
    const known = FILE_CONTENTS.includes(content) && TABLE_FORMATS.includes(format) && file === `${content}.${format}`;
    const bill = known && isId(legalEntityId) && isPeriod(period) ? await this.reader.find({ legalEntityId, period }) : null;
    if (!bill) throw kernelErrors.NOT_FOUND('there is no such file');
    const { table, legalEntity, rowCount } = await this.tables.table(bill, content, WORDS[exportLocale(query.locale)], filterOf(query));
    if (format === 'xlsx' && rowCount >= XLSX_MAX_ROWS) throw billingErrors.EXPORT_TOO_LONG('the lines are more than a workbook holds');
    await this.audit.record({ action: 'billing.bill.exported', target: `bill:${bill.id}`, detail: { content, format } });
    await sendTable(reply, table, `${table.name} ${legalEntity.code} ${period}`, format);
  }
}

function filterOf({ vendorAccountId, differing }: FileQuery): BillFileFilter {
  if (vendorAccountId !== undefined && !isId(vendorAccountId)) throw kernelErrors.NOT_FOUND('there is no such file');
  return {
    ...(vendorAccountId !== undefined && { vendorAccountIds: [vendorAccountId] }),
    ...(differing === 'true' && { differing: true }),
  };
}
