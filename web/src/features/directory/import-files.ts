/** The files of a directory import, by the stem of their input field. */
export const IMPORT_FILES = ['people', 'departments', 'costCentres', 'legalEntities'] as const;

/** One of the files of a directory import. */
export type ImportFile = (typeof IMPORT_FILES)[number];

/** The columns of each file, as the gateway names them. */
const COLUMNS: Record<ImportFile, string[]> = {
  people: [
    'employeeNumber',
    'name',
    'email',
    'mobile',
    'departmentCode',
    'title',
    'managerEmployeeNumber',
    'costCentreCode',
    'legalEntityCode',
    'hiredOn',
    'leftOn',
  ],
  departments: ['code', 'name', 'parentCode', 'leaderEmployeeNumber', 'legalEntityCode', 'costCentreCode'],
  costCentres: ['code', 'name'],
  legalEntities: ['code', 'name', 'taxNumber'],
};

/** An empty file with the right header, to fill in. The mark at its start makes spreadsheets read it as UTF-8. */
export function templateOf(file: ImportFile): { columns: string[]; href: string } {
  const columns = COLUMNS[file];
  return { columns, href: `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${columns.join(',')}\r\n`)}` };
}
