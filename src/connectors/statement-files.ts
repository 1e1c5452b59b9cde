import type { ConnectorEntry } from './connector-entry.js';

/**
 * What stands behind an account that gets files and nothing else: a bank, a wallet, a vendor without a plugin. No plugin and no code: it only says its name, and
 * no connection to it can be made.
 */
export const STATEMENT_FILES: ConnectorEntry = {
  id: '_file',
  logo: null,
  problem: null,
  manifest: {
    manifest: 1,
    id: '_file',
    version: '1.0.0',
    sdk: '1',
    name: { 'zh-CN': '账单文件', en: 'Statement files' },
    description: { 'zh-CN': '仅通过上传账单文件取得数据的账户。', en: 'An account whose statements come as uploaded files only.' },
    category: 'procurement',
    auth: { kind: 'none', credentials: { type: 'object', properties: {} } },
    config: { type: 'object', properties: {} },
    environments: {},
    budget: { requestsPerSecond: 1, concurrency: 1, timeoutSeconds: 1, maxResponseBytes: 1 },
    timeOffset: '+00:00',
    streams: {},
  },
};
