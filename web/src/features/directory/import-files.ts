import type { Locale } from '../../i18n/locale.js';

/** The files of a directory import, by the stem of their input field. */
export const IMPORT_FILES = ['people', 'departments', 'costCentres', 'legalEntities'] as const;

/** One of the files of a directory import. */
export type ImportFile = (typeof IMPORT_FILES)[number];

type Heading = [key: string, zh: string, en: string, required?: 'required'];

/** The columns of each file, under headings the gateway knows; it knows more. */
const HEADINGS: Record<ImportFile, Heading[]> = {
  people: [
    ['employeeNumber', '工号', 'employee_number', 'required'],
    ['name', '姓名', 'name', 'required'],
    ['email', '邮箱', 'email'],
    ['mobile', '手机', 'mobile'],
    ['departmentCode', '部门编码', 'department_code', 'required'],
    ['title', '职务', 'title'],
    ['managerEmployeeNumber', '直属上级工号', 'manager_employee_number'],
    ['costCentreCode', '成本中心', 'cost_centre_code'],
    ['legalEntityCode', '法人主体', 'legal_entity_code'],
    ['hiredOn', '入职日期', 'hired_on'],
    ['leftOn', '离职日期', 'left_on'],
  ],
  departments: [
    ['code', '部门编码', 'code', 'required'],
    ['name', '部门名称', 'name', 'required'],
    ['parentCode', '上级部门编码', 'parent_code'],
    ['leaderEmployeeNumber', '负责人工号', 'leader_employee_number'],
    ['legalEntityCode', '法人主体', 'legal_entity_code'],
    ['costCentreCode', '成本中心', 'cost_centre_code'],
  ],
  costCentres: [
    ['code', '成本中心编码', 'code', 'required'],
    ['name', '成本中心名称', 'name', 'required'],
  ],
  legalEntities: [
    ['code', '法人主体编码', 'code', 'required'],
    ['name', '法人主体名称', 'name', 'required'],
    ['taxNumber', '税号', 'tax_number'],
  ],
};

/** The columns of a file in a language; required ones carry a star, which the gateway passes over. */
export function columnsOf(file: ImportFile, locale: Locale): string[] {
  return HEADINGS[file].map(([, zh, en, required]) => (locale === 'en' ? en : zh) + (required ? '*' : ''));
}

/** An empty file with the right header, to fill in. The mark at its start makes spreadsheets read it as UTF-8. */
export function templateOf(file: ImportFile, locale: Locale): string {
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${columnsOf(file, locale).join(',')}\r\n`)}`;
}

const NAMES = new Map([...HEADINGS.departments, ...HEADINGS.people].map(([key, zh, en]) => [key, { zh, en: en.replaceAll('_', ' ') }]));

/** The name of a field of a changed person or department. */
export function fieldName(field: string, locale: Locale): string {
  const name = NAMES.get(field);
  return name ? (locale === 'en' ? name.en : name.zh) : field;
}
