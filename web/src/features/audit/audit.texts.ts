import { defineTexts } from '../../i18n/texts.js';

/** Texts of the audit trail. */
export const auditTexts = defineTexts(
  {
    audit: '审计记录',
    auditLead: '谁在何时做了或看了什么。只增不改，前后以指纹相连。',
    action: '按操作筛选，如 raw.viewed',
    sequence: '序号',
    at: '时间',
    actor: '操作者',
    what: '操作',
    target: '对象',
    from: '来源',
    detail: '详情',
    hash: '指纹',
    entry: '审计记录',
    nothing: '没有记录',
  },
  {
    audit: 'Audit trail',
    auditLead: 'Who did or looked at what, and when. Entries are only added, each chained to the one before.',
    action: 'An action, such as raw.viewed',
    sequence: 'No.',
    at: 'When',
    actor: 'Who',
    what: 'Action',
    target: 'On',
    from: 'From',
    detail: 'Detail',
    hash: 'Fingerprint',
    entry: 'Audit entry',
    nothing: 'No entries',
  },
);
