// The import order of the house, lowest room first: one room per row, each may use the rows before it. docs/adr/0001 tells why.
const rooms = [
  'audit', 'company', 'identity', 'directory', 'oauth', 'connectors', 'connections', 'sync', 'approvals', 'ledger', 'budgets', 'policy', 'trips',
  'expenses', 'statements', 'invoices', 'reconciliation', 'billing', 'settlement', 'analytics', 'events', 'entries', 'notifications', 'operator',
];

const spec = '\\.(spec|int-spec|contract-spec|fixture)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-is-pure',
      comment: 'kernel knows nobody: no room, no platform, no I/O',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: spec },
      to: { path: '^(src/(?!kernel/)|sdk|plugins)|^(fs|net|http|https|child_process|dns|tls|pg|typeorm)$' },
    },
    {
      name: 'platform-below-rooms',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: spec },
      to: { path: `^src/(${rooms.join('|')}|cli)/|^plugins/` },
    },
    ...rooms.map((room, row) => ({
      name: `order-${room}`,
      comment: `${room} may use only the rooms before it`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/(${['cli', ...rooms.slice(row + 1)].join('|')})/` },
    })),
    {
      name: 'rooms-by-their-door',
      comment: "another room is reached through its index.ts",
      severity: 'error',
      from: { path: `^src/(${rooms.join('|')})/`, pathNot: spec },
      to: { path: `^src/(${rooms.join('|')})/`, pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'kernel-and-platform-by-their-doors',
      severity: 'error',
      from: { path: `^src/(${rooms.join('|')})/`, pathNot: spec },
      to: { path: '^src/(kernel/|platform/[^/]+/)', pathNot: ['/index\\.ts$'] },
    },
    {
      name: 'rooms-know-canonical-only',
      comment: 'only connectors, connections and sync speak with plugins; all others know canonical records',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(connectors|connections|sync|cli)/', spec] },
      to: { path: '^sdk/(connector|host|simulator|testkit)/' },
    },
    {
      name: 'only-connectors-load-plugins',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/connectors/' },
      to: { path: '^plugins/' },
    },
    {
      name: 'canonical-is-the-bottom',
      severity: 'error',
      from: { path: '^sdk/canonical/', pathNot: spec },
      to: { pathNot: ['^sdk/canonical/', 'node_modules/zod/'] },
    },
    {
      name: 'sdk-knows-no-server',
      severity: 'error',
      from: { path: '^sdk/' },
      to: { path: '^(src|plugins)/' },
    },
    {
      name: 'adapters-know-the-sdk-only',
      severity: 'error',
      from: { path: '^plugins/[^/]+/src/', pathNot: spec },
      to: { path: '^(src|demo|web)/|^sdk/(host|simulator|testkit)/|^plugins/[^/]+/simulator/' },
    },
    {
      name: 'plugins-keep-to-themselves',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/' },
      to: { path: '^plugins/', pathNot: '^plugins/$1/' },
    },
    {
      name: 'adapters-do-no-io',
      severity: 'error',
      from: { path: '^plugins/[^/]+/src/', pathNot: spec },
      to: { path: '^(node:)?(fs|net|http|https|http2|tls|dns|dgram|child_process|cluster|worker_threads|vm|process|module)(/|$)', dependencyTypes: ['core'] },
    },
    {
      name: 'simulators-judge-alone',
      comment: "a simulator shares no codec and no schema with the adapter it judges",
      severity: 'error',
      from: { path: '^plugins/[^/]+/simulator/', pathNot: spec },
      to: { path: '^(src|demo|web)/|^sdk/(connector|host|testkit)/|^plugins/[^/]+/src/' },
    },
    {
      name: 'sql-in-platform-and-repositories',
      comment: 'only platform and repositories know the database driver',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/platform/', '\\.(repository|entity)\\.ts$', '^src/cli/', spec] },
      to: { path: 'node_modules/(pg|typeorm)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated)/|\\.generated\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
};
