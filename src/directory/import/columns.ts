/** The kinds of rows an import takes. */
export type Section = 'people' | 'departments' | 'costCentres' | 'legalEntities';

/** In a file of problems of several files each row says under this heading where it belongs; rows of other sections are passed over. */
export const SECTION_HEADING = 'section';

/** A column: its key in our rows, whether a row needs it, how long it may be, and the headings under which spreadsheets know it. */
export interface Column {
  key: string;
  required: boolean;
  maxLength: number;
  kind: 'text' | 'code' | 'email' | 'mobile' | 'date';
  headings: readonly string[];
}

const column = (key: string, kind: Column['kind'], maxLength: number, required: boolean, ...headings: string[]): Column => ({
  key,
  kind,
  maxLength,
  required,
  headings,
});

/** The columns of each section. The first heading is the one we write. */
export const COLUMNS: Record<Section, readonly Column[]> = {
  people: [
    column('employeeNumber', 'code', 64, true, 'employee_number', '工号', '员工工号', '员工编号'),
    column('name', 'text', 100, true, 'name', '姓名', '员工姓名'),
    column('email', 'email', 254, false, 'email', '邮箱', '电子邮箱', '邮件', '工作邮箱'),
    column('mobile', 'mobile', 40, false, 'mobile', '手机', '手机号', '手机号码', '电话'),
    column('departmentCode', 'code', 64, true, 'department_code', '部门编码', '部门代码', '部门编号', '所属部门编码'),
    column('title', 'text', 200, false, 'title', '职务', '职位', '岗位'),
    column('managerEmployeeNumber', 'code', 64, false, 'manager_employee_number', '直属上级工号', '上级工号', '直接上级工号'),
    column('costCentreCode', 'code', 64, false, 'cost_centre_code', '成本中心', '成本中心编码', 'cost_center_code'),
    column('legalEntityCode', 'code', 64, false, 'legal_entity_code', '法人主体', '法人主体编码', '法人编码', '公司主体'),
    column('hiredOn', 'date', 20, false, 'hired_on', '入职日期', '入职时间'),
    column('leftOn', 'date', 20, false, 'left_on', '离职日期', '离职时间', '最后工作日'),
  ],
  departments: [
    column('code', 'code', 64, true, 'code', '部门编码', '部门代码', '部门编号', '编码'),
    column('name', 'text', 200, true, 'name', '部门名称', '名称', '部门'),
    column('parentCode', 'code', 64, false, 'parent_code', '上级部门编码', '上级编码', '上级部门代码', '父部门编码'),
    column('leaderEmployeeNumber', 'code', 64, false, 'leader_employee_number', '负责人工号', '部门负责人工号', '主管工号'),
    column('legalEntityCode', 'code', 64, false, 'legal_entity_code', '法人主体', '法人主体编码', '法人编码', '公司主体'),
    column('costCentreCode', 'code', 64, false, 'cost_centre_code', '成本中心', '成本中心编码', 'cost_center_code'),
  ],
  costCentres: [
    column('code', 'code', 64, true, 'code', '成本中心编码', '编码', '代码', '成本中心代码'),
    column('name', 'text', 200, true, 'name', '成本中心名称', '名称', '成本中心'),
  ],
  legalEntities: [
    column('code', 'code', 64, true, 'code', '法人主体编码', '编码', '代码', '法人编码'),
    column('name', 'text', 200, true, 'name', '法人主体名称', '名称', '法人主体', '公司名称'),
    column('taxNumber', 'code', 40, false, 'tax_number', '税号', '纳税人识别号', '统一社会信用代码'),
  ],
};

/** A heading without what people vary: case, spaces, underscores, hyphens and a mark of required columns. */
export function normaliseHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-*﻿]/g, '');
}

const byHeading = new Map(
  Object.entries(COLUMNS).map(([section, columns]) => [
    section,
    new Map(columns.flatMap((entry) => [entry.key, ...entry.headings].map((heading) => [normaliseHeading(heading), entry]))),
  ]),
);

/** Which of our columns a file's heading means; null for columns we do not know. */
export function columnOf(section: Section, heading: string): Column | null {
  return byHeading.get(section)?.get(normaliseHeading(heading)) ?? null;
}
