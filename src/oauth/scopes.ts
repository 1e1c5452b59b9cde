import type { Locale } from '../platform/graphql/index.js';

/** A scope an app may hold, in the words its admin reads. */
export interface ScopeText {
  name: string;
  text: Record<Locale, string>;
}

const words = {
  'company:read': { zh_CN: '查看公司名称、法人主体和账期', en: 'See the company, its legal entities and the months of its books' },
  'directory:read': {
    zh_CN: '查看部门、人员、职务和成本中心（不含手机和邮箱）',
    en: 'See departments, people, positions and cost centres, without phone and mail',
  },
  'people.email:read': { zh_CN: '查看人员邮箱', en: "See people's mail addresses" },
  'people.mobile:read': { zh_CN: '查看人员手机号', en: "See people's mobile numbers" },
  'directory:write': { zh_CN: '导入部门和人员', en: 'Import departments and people' },
  'connections:read': { zh_CN: '查看供应商连接及其同步情况', en: 'See vendor connections and how their syncing goes' },
  'connections:write': { zh_CN: '新建、修改、停用供应商连接并触发同步', en: 'Make, change and stop vendor connections, and start syncs' },
  'expenses:read': { zh_CN: '查看全部费用明细', en: 'See every expense' },
  'statements:read': { zh_CN: '查看供应商账单', en: "See vendors' statements" },
  'statements:write': { zh_CN: '上传并导入账单文件', en: 'Upload and import statement files' },
  'invoices:read': { zh_CN: '查看供应商发票', en: "See vendors' invoices" },
  'bills:read': { zh_CN: '查看并下载公司月度账单', en: "See and download the company's monthly bills" },
  'spend:read': { zh_CN: '查看费用统计', en: 'See spend reports' },
  'raw:read': {
    zh_CN: '查看供应商原始记录（个人信息已遮盖，每次查看都会留痕）',
    en: 'See raw vendor records; personal fields are masked and each look is audited',
  },
} satisfies Record<string, Record<Locale, string>>;

/** Every scope, in the order an admin should read them. */
export const SCOPES: readonly ScopeText[] = Object.entries(words).map(([name, text]) => ({ name, text }));

/** Whether this is a scope we know. */
export function isScope(name: string): boolean {
  return Object.hasOwn(words, name);
}
