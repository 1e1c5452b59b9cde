import type { WorldOrder } from '@interline/sdk/simulator';

/** A department as it is first drawn. Level is the length of its path to the top. */
export interface Plan {
  code: string;
  name: string;
  parent: string | null;
  entity: string;
  costCentre: string;
  city: string;
  /** How many people sit here besides the leader, and how much they travel and ride beside others. */
  size: number;
  travel: number;
}

/** What a reorganisation on 1 July changes: in years of one parity there, in those of the other back again. */
export interface Reorganisation {
  /** Whole branches that get another parent and name. */
  moves: { code: string; parent: string; name: string }[];
  /** A team that is closed, and the one that takes its people over. */
  replaces: { closes: string; opens: Plan }[];
}

/** A company before its first day. */
export interface Blueprint {
  key: string;
  name: string;
  domain: string;
  /** First digits of everybody's mobile and of order numbers: no two companies share any. */
  mobile: string;
  digit: string;
  entities: { code: string; name: string }[];
  costCentres: { code: string; name: string }[];
  departments: Plan[];
  reorganisation: Reorganisation;
  /** People who come, go and change departments in a month, at most. */
  monthly: { joiners: number; leavers: number; movers: number };
  /** Trips, rides beside them, and orders of goods of a month. */
  volume: { trips: number; rides: number; goods: number };
  /** What is paid for a meal at most, in fen, and how many evenings of a month are worked late over one; null where none are ordered. */
  meals: { overtime: bigint; travel: bigint; evenings: number } | null;
  /** Legal entities that book their travel where they book their rides. */
  travelsWithRides: string[];
  corrections: Correction[];
}

/** A bill that is changed by hand: one order is billed otherwise than it was, and something is billed that nobody ordered. Amounts in fen. */
export interface Correction {
  kind: WorldOrder['kind'];
  /** The month's name, `MM`: the first of this name is changed. */
  month: string;
  order: { amount: bigint; text: string };
  extra: { amount: bigint; text: string };
}

type Row = [code: string, name: string, city: string, size: number, travel: number];

/** Level 4 teams below a level 3 department inherit its entity and cost centre. */
function branch(parent: string, entity: string, rows: Row[]): Plan[] {
  return rows.map(([code, name, city, size, travel]) => {
    const top = code.length === 2;
    return { code, name, parent: top ? parent : code.slice(0, 2), entity, costCentre: `CC-${code.slice(0, 2)}`, city, size, travel };
  });
}

const BEIJING = 'NB-BJ';
const SHANGHAI = 'NB-SH';
const head = (code: string, name: string, parent: string | null): Plan => ({
  code,
  name,
  parent,
  entity: BEIJING,
  costCentre: 'CC-00',
  city: '北京',
  size: parent === null ? 2 : 1,
  travel: 2,
});

const DEPARTMENTS: Plan[] = [
  head('N', '北岸星图', null),
  head('S', '销售中心', 'N'),
  head('R', '研发中心', 'N'),
  head('D', '交付运营中心', 'N'),
  head('M', '市场中心', 'N'),
  head('F', '职能中心', 'N'),
  ...branch('S', BEIJING, [
    ['S1', '华北销售部', '北京', 1, 4],
    ['S1A', '政企一组', '北京', 8, 5],
    ['S1B', '政企二组', '北京', 7, 5],
    ['S3', '华南销售部', '深圳', 1, 4],
    ['S3A', '深圳组', '深圳', 7, 5],
    ['S3B', '广州组', '广州', 6, 5],
    ['S4', '大客户部', '北京', 1, 4],
    ['S4A', '金融客户组', '北京', 7, 6],
    ['S4B', '制造客户组', '上海', 6, 6],
  ]),
  ...branch('S', SHANGHAI, [
    ['S2', '华东销售部', '上海', 1, 4],
    ['S2A', '上海组', '上海', 8, 5],
    ['S2B', '江浙组', '杭州', 7, 5],
  ]),
  ...branch('R', BEIJING, [
    ['R1', '平台研发部', '北京', 1, 1],
    ['R1A', '基础架构组', '北京', 10, 1],
    ['R1B', '网关组', '北京', 9, 1],
    ['R1C', '移动组', '北京', 8, 1],
    ['R2', '应用研发部', '北京', 1, 1],
    ['R2A', '费控应用组', '北京', 10, 1],
    ['R2B', '差旅应用组', '北京', 9, 1],
    ['R4', '质量与测试部', '成都', 1, 1],
    ['R4A', '测试一组', '成都', 9, 1],
    ['R4B', '测试二组', '成都', 8, 1],
  ]),
  ...branch('R', SHANGHAI, [
    ['R3', '数据智能部', '上海', 1, 2],
    ['R3A', '数据平台组', '上海', 9, 2],
    ['R3B', '算法组', '上海', 8, 2],
  ]),
  ...branch('D', BEIJING, [
    ['D1', '交付一部', '北京', 1, 4],
    ['D1A', '实施一组', '北京', 9, 6],
    ['D1B', '实施二组', '西安', 8, 6],
    ['D3', '客户成功部', '成都', 1, 2],
    ['D3A', '客户成功组', '成都', 8, 3],
    ['D3B', '技术支持组', '成都', 9, 2],
  ]),
  ...branch('D', SHANGHAI, [
    ['D2', '交付二部', '上海', 1, 4],
    ['D2A', '实施三组', '上海', 8, 6],
    ['D2B', '实施四组', '南京', 7, 6],
  ]),
  ...branch('M', BEIJING, [
    ['M1', '品牌市场部', '北京', 1, 2],
    ['M1A', '品牌组', '北京', 5, 2],
    ['M1B', '活动组', '北京', 5, 3],
  ]),
  ...branch('M', SHANGHAI, [
    ['M2', '渠道合作部', '上海', 1, 4],
    ['M2A', '渠道组', '上海', 6, 5],
  ]),
  ...branch('F', BEIJING, [
    ['F1', '财务部', '北京', 1, 1],
    ['F1A', '会计组', '北京', 7, 1],
    ['F1B', '资金组', '北京', 4, 1],
    ['F2', '人力行政部', '北京', 1, 1],
    ['F2A', '人力组', '北京', 6, 1],
    ['F2B', '行政组', '北京', 5, 1],
    ['F3', '法务采购部', '北京', 5, 1],
    ['F4', '信息技术部', '北京', 6, 1],
  ]),
];

const COST_CENTRES = [
  { code: 'CC-00', name: '公司管理' },
  ...DEPARTMENTS.filter(({ code }) => code.length === 2).map(({ code, name }) => ({ code: `CC-${code}`, name })),
];

/** The demo's company: about three hundred people in four levels, two legal entities. */
export const MAIN: Blueprint = {
  key: 'northbank',
  name: '北岸星图科技',
  domain: 'northbank.example',
  mobile: '19900',
  digit: '1',
  entities: [
    { code: BEIJING, name: '北岸星图科技（北京）有限公司' },
    { code: SHANGHAI, name: '北岸星图信息服务（上海）有限公司' },
  ],
  costCentres: COST_CENTRES,
  departments: DEPARTMENTS,
  reorganisation: {
    moves: [
      { code: 'R3', parent: 'D', name: '数据交付部' },
      { code: 'M2', parent: 'S', name: '渠道销售部' },
    ],
    replaces: [
      {
        closes: 'S4B',
        opens: {
          code: 'S2C',
          name: '长三角大客户组',
          parent: 'S2',
          entity: SHANGHAI,
          costCentre: 'CC-S2',
          city: '上海',
          size: 0,
          travel: 6,
        },
      },
    ],
  },
  monthly: { joiners: 4, leavers: 4, movers: 3 },
  volume: { trips: 110, rides: 470, goods: 210 },
  meals: { overtime: 3_500n, travel: 5_000n, evenings: 490 },
  travelsWithRides: [SHANGHAI],
  corrections: [
    {
      kind: 'ride',
      month: '03',
      order: { amount: -3_860n, text: '多计里程调减' },
      extra: { amount: 12_600n, text: '平台服务费补收' },
    },
    {
      kind: 'flight',
      month: '05',
      order: { amount: -21_000n, text: '退票手续费调减' },
      extra: { amount: 36_500n, text: '服务费补收' },
    },
    {
      kind: 'meal',
      month: '06',
      order: { amount: -1_280n, text: '餐品缺少调减' },
      extra: { amount: 8_800n, text: '配送费补收' },
    },
    {
      kind: 'goods',
      month: '09',
      order: { amount: -4_990n, text: '价格保护返还' },
      extra: { amount: 15_900n, text: '安装服务费补收' },
    },
  ],
};

/** A second, tiny company, to see that neither sees the other. */
export const SECOND: Blueprint = {
  key: 'southlake',
  name: '南湖小舍设计',
  domain: 'southlake.example',
  mobile: '19911',
  digit: '2',
  entities: [{ code: 'SL', name: '南湖小舍设计（杭州）有限公司' }],
  costCentres: [{ code: 'CC-1', name: '工作室' }],
  departments: [
    { code: 'T', name: '南湖小舍', parent: null, entity: 'SL', costCentre: 'CC-1', city: '杭州', size: 1, travel: 3 },
    { code: 'TA', name: '设计组', parent: 'T', entity: 'SL', costCentre: 'CC-1', city: '杭州', size: 4, travel: 2 },
    { code: 'TB', name: '业务组', parent: 'T', entity: 'SL', costCentre: 'CC-1', city: '杭州', size: 3, travel: 4 },
  ],
  reorganisation: { moves: [], replaces: [] },
  monthly: { joiners: 0, leavers: 0, movers: 0 },
  volume: { trips: 2, rides: 12, goods: 0 },
  meals: null,
  travelsWithRides: [],
  corrections: [
    {
      kind: 'ride',
      month: '03',
      order: { amount: -500n, text: '多计里程调减' },
      extra: { amount: 900n, text: '平台服务费补收' },
    },
  ],
};
