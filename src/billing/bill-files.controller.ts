import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AuditTrail } from '../audit/index.js';
import { currentContext, isId, isPeriod, kernelErrors } from '../kernel/index.js';
import { allows, CSV_TYPE, csvTable, downloadHeaders, XLSX_MAX_ROWS, XLSX_TYPE, xlsxTable } from '../platform/files/index.js';
import { FILE_CONTENTS, FILE_FORMATS, type FileContent, type FileFormat } from './bill-files.js';
import { BillReader } from './bill-reader.js';
import { BillTables } from './bill-tables.js';
import { LOCALES, WORDS, type Locale } from './bill-words.js';
import { billingErrors } from './billing.errors.js';

/** Who may see bills, as `Query.bill` says. */
const ACCESS = { scopes: ['bills:read'], roles: ['owner', 'finance', 'auditor'] } as const;

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
    @Query('locale') locale: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const actor = currentContext()?.actor;
    if (!actor || !allows(ACCESS, actor)) throw kernelErrors.FORBIDDEN('bills are closed to you');
    const [content, format] = file.split('.') as [FileContent, FileFormat];
    const known = FILE_CONTENTS.includes(content) && FILE_FORMATS.includes(format) && file === `${content}.${format}`;
    const bill = known && isId(legalEntityId) && isPeriod(period) ? await this.reader.find({ legalEntityId, period }) : null;
    if (!bill) throw kernelErrors.NOT_FOUND('there is no such file');
    const words = WORDS[localeOf(locale)];
    const { table, legalEntity, rowCount } = await this.tables.table(bill, content, words);
    if (format === 'xlsx' && rowCount >= XLSX_MAX_ROWS) throw billingErrors.EXPORT_TOO_LONG('the lines are more than a workbook holds');
    await this.audit.record({ action: 'billing.bill.exported', target: `bill:${bill.id}`, detail: { content, format } });
    const name = `${table.name} ${legalEntity.code} ${period}.${format}`;
    void reply.headers(downloadHeaders(name, format === 'csv' ? CSV_TYPE : XLSX_TYPE));
    await reply.send(format === 'csv' ? csvTable(table) : xlsxTable(table));
  }
}

function localeOf(text: string | undefined): Locale {
  const wanted = text?.replace('-', '_') ?? 'zh_CN';
  const known = LOCALES.find((locale) => locale === wanted);
  if (!known)
    throw kernelErrors.BAD_INPUT(`locale is one of ${LOCALES.join(', ')}`, {
      extensions: { problems: [{ field: 'locale', problem: 'unknown' }] },
    });
  return known;
}
