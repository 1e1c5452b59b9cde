/**
 * DiDi's codings as data. What a table does not know keeps its own text: a new car class or status must not stop a sync.
 * Orders use numbers, travel orders English words (with their odd spelling), bills Chinese texts.
 */
export type Labels = Readonly<Record<string, string>>;

/** The label of a code; the code itself when the table does not know it; undefined for no code. */
export function label(labels: Labels, code: string | undefined): string | undefined {
  return code === undefined ? undefined : (labels[code] ?? code);
}

/** `use_car_type` of a ride. */
export const CAR_TYPES: Labels = { '1': '出租车', '2': '专车', '3': '快车', '4': '代驾', '5': '豪华车' };

/** `require_level` of a ride: the class of car. */
export const CAR_CLASSES: Labels = {
  '100': '专车舒适型',
  '200': '专车行政级',
  '400': '专车六座商务',
  '500': '专车优选型',
  '600': '快车',
  '900': '快车优享',
  '1000': '豪华车',
  '1100': '企业出租车',
  '1400': '豪华车宝马5系',
  '1401': '豪华车奥迪A6L',
  '1402': '豪华车',
  '1403': '豪华车特斯拉',
  '1404': '豪华车奔驰S级',
  '1405': '豪华车奔驰V级',
  '1406': '豪华六座',
  '1407': '豪华车埃尔法',
  '1408': '豪华场景车',
  '1409': '豪华车Panamera',
  '1410': '豪华轿车',
  '1411': '豪华车红旗H7',
  '1412': '豪华车英菲尼迪',
  '1413': '豪华车保时捷',
  '1414': '豪华车林肯大陆',
  '1415': '豪华车奥迪A8L',
  '1416': '豪华车讴歌RDX',
  '1417': '豪华车蔚来ES8',
  '1418': '豪华车兰博基尼',
  '1419': '豪华车雷克萨斯',
  '1420': '豪华车沃尔沃',
  '1500': '豪华车奔驰E级',
  '1600': '豪华车捷豹路虎',
  '2000': '优选出租车',
  '2300': '同时呼叫',
  '40600': '企业特价快车',
};

/** `status` of a ride; the list gives 2, 3, 4 and 7, the detail also 0 and 1, the approval query also 5 and 6. */
export const RIDE_STATES: Labels = {
  '0': '行程中',
  '1': '下单失败',
  '2': '已支付',
  '3': '已退款',
  '4': '已取消',
  '5': '待支付',
  '6': '部分支付',
  '7': '部分退款',
};

/** `status` of a ride that was cancelled; what it costs is the fee for cancelling. */
export const RIDE_CANCELLED = '4';

/** `pay_type` of rides and travel orders. */
export const PAY_TYPES: Labels = { '0': '企业支付', '1': '个人支付', '2': '混合支付' };

/** `sub_use_car_type` of a ride. */
export const RIDE_SCENES: Labels = { '0': '市内用车', '1': '接送机', '2': '接送火车站', '3': '接送汽车站', '4': '接送渡口' };

/** `pricing_mode` of a ride. */
export const PRICING: Labels = { '0': '实时计价', '1': '一口价', '2': '一口价转实时计价' };

/** `order_source` of a ride. */
export const SOURCES: Labels = {
  '0': 'Web',
  '1': '滴滴出行App',
  '2': 'H5',
  '3': 'OpenAPI',
  '4': '企业App',
  '5': '邀约券',
  '6': 'SDK',
  '8': 'WebApp',
  '10': '企业App H5',
};

/** `supplier_type` of a ride. */
export const SUPPLIERS: Labels = { '0': '滴滴自营', '1': 'API', '2': '花小猪', '3': '鸿鹄三方' };

/** `price[].type` of a ride detail and the fee columns of ride bills, under our names. Zero fees are left out. */
export const RIDE_FEES: Labels = {
  start_price: 'startFee',
  normal_fee: 'mileageFee',
  normal_time_fee: 'timeFee',
  limit_fee: 'baseFee',
  limit_pay: 'baseFeeTopUp',
  low_speed_fee: 'lowSpeedFee',
  empty_fee: 'longTripFee',
  night_fee: 'nightFee',
  dynamic_price: 'surgeFee',
  tip_fee: 'tip',
  bridge_fee: 'bridgeFee',
  highway_fee: 'highwayFee',
  park_fee: 'parkingFee',
  wait_fee: 'waitingFee',
  incentive_fee: 'dispatchFee',
  red_packet: 'festivalFee',
  other_fee: 'otherFee',
  cross_city_fee: 'crossCityFee',
  remote_area_fee: 'remoteAreaFee',
  clean_car_fee: 'cleaningFee',
  energy_consume_fee: 'energyFee',
  responsible_cancel_fee: 'cancelFee',
};

/** `order_status` of flights, hotels and trains, spelled as DiDi does. */
export const TRAVEL_STATES: Labels = {
  Tobepaid: '待支付',
  Waitforapproval: '待审批',
  Ticketing: '待出票',
  Ticketed: '已出票',
  Accountingforchangefee: '改签待核算',
  Changing: '改签中',
  refunding: '退票中',
  Completed: '已完成',
  Refunded: '已退票',
  Partialrefund: '部分退票',
  Closed: '订单关闭',
  Cancelled: '已取消',
  Unknow: '未知',
  Holding: '占座中',
  Held: '占座成功',
  'Change Holding': '改签占座中',
  'Change to be paid': '改签待支付',
  Canceling: '取消中',
  'Cancel error': '取消异常',
  Grabbing: '抢票中',
  'Grab error': '抢票异常',
  'Grab failed': '抢票失败',
  Submitted: '已提交',
  Booking: '已提交预订',
  Confirming: '商家确认中',
  Booked: '预订成功',
  Checkedin: '已入住',
  Cancelledbeforepay: '支付前取消',
  Cancelledafterpay: '支付后取消',
  Noshow: '预订未到',
};

/** State of a flight or train ticket, spelled as DiDi does. */
export const TICKET_STATES: Labels = {
  OpenForUse: '未使用',
  CheckedIn: '已值机',
  Boarded: '已登机',
  Used: '已使用',
  Refunded: '已退票',
  Exchanged: '已换开',
  Suspended: '已挂起',
  Void: '已作废',
  'Airport CNTL': '机场控制',
  'CPN Note': '机场控制',
  UnKnow: '未知',
  Unknow: '未知',
  Holding: '占座中',
  Held: '占座成功',
  Cancelled: '已取消',
  Ticketing: '出票中',
  Openforuse: '待乘车',
  Outbound: '已出站',
  refunding: '退票中',
  Changing: '改签中',
  Changed: '已改签',
  Waitforapproval: '待审批',
  Refoundedother: '其它平台退票',
  Chagnedother: '其它平台改签',
  Refoundedafterchagnedother: '其它平台退改',
};

/** `cabin_type` of a flight segment. */
export const CABINS: Labels = { '1': '头等舱', '2': '超值头等舱', '3': '商务舱', '4': '经济舱', '5': '经济舱精选', '6': '经济舱Y舱' };

/** `class` of a flight segment, where the cabin type is not given. */
export const CABIN_CLASSES: Labels = { F: '头等舱', C: '商务舱', Y: '经济舱' };

/**
 * DiDi's lines of business. It has four codings of the same idea: `line` in the list of bills and the summary, `types` in bill details and
 * not-yet-billed rows, `structure` in the tree of a bill (and in adjustments), `confirm` where a bill is confirmed.
 */
export const BUSINESS = {
  ride: { line: '0', structure: '1', confirm: '0', name: '网约车', kinds: ['ride'], types: ['0'] },
  travel: {
    line: '1',
    structure: '2',
    confirm: '1',
    name: '商旅',
    kinds: ['flight', 'hotel', 'train', 'other'],
    types: ['11', '202', '205', '201', '204', '203', '531'],
  },
  taxi: { line: '100', structure: '100', confirm: undefined, name: '出租车', kinds: ['ride'], types: ['100'] },
  driver: { line: '40', structure: '40', confirm: undefined, name: '代驾', kinds: ['ride'], types: ['40'] },
} as const;
export type Business = keyof typeof BUSINESS;

/** `business_type` of billed rows, by what they are. 11 and 202 are both domestic flights: details know them as 11, summaries and not-yet-billed rows as 202. */
export const BILLED: Readonly<Record<string, { shape: 'ride' | 'flight' | 'hotel' | 'train' | 'manual'; name: string }>> = {
  '0': { shape: 'ride', name: '网约车' },
  '40': { shape: 'ride', name: '代驾' },
  '100': { shape: 'ride', name: '出租车' },
  '11': { shape: 'flight', name: '国内机票' },
  '202': { shape: 'flight', name: '国内机票' },
  '205': { shape: 'flight', name: '国际机票' },
  '201': { shape: 'hotel', name: '国内酒店' },
  '204': { shape: 'hotel', name: '国际酒店' },
  '203': { shape: 'train', name: '火车票' },
  '531': { shape: 'manual', name: '增值服务' },
};

/** The types DiDi has not-yet-billed rows of. */
export const NOT_BILLED_TYPES = ['0', '40', '100', '201', '202', '203', '204', '205', '531'] as const;

/** `type` of a ride row on a bill: a booking, or a correction. `sign` is the direction a correction must have. */
export const RIDE_ROW_TYPES: Readonly<Record<string, { code: string; correction?: { sign: 1 | -1; order: boolean } }>> = {
  实时: { code: 'now' },
  预约: { code: 'booked' },
  '调账：订单调增': { code: 'order-up', correction: { sign: 1, order: true } },
  '调账：订单调减': { code: 'order-down', correction: { sign: -1, order: true } },
  '调账：主体调增': { code: 'entity-up', correction: { sign: 1, order: false } },
  '调账：主体调减': { code: 'entity-down', correction: { sign: -1, order: false } },
  订单计入下一期: { code: 'deferred', correction: { sign: -1, order: true } },
};

/** What a travel row on a bill is: flights use numbers, trains and hotels texts. */
export const TRANSACTIONS: Readonly<Record<string, 'charge' | 'fee' | 'refund'>> = {
  '0': 'charge',
  '1': 'fee',
  '2': 'refund',
  '3': 'fee',
  '4': 'refund',
  出票: 'charge',
  改签: 'fee',
  退票: 'refund',
  线下改签: 'fee',
  线下退票: 'refund',
  消费: 'charge',
  退款: 'refund',
  预订: 'charge',
};

/** State of a bill: rides and taxis say 1 or 3 in `bill_status`, travel 0 to 3 in `status`. */
export const BILL_STATES: Readonly<Record<string, 'generating' | 'to_confirm' | 'failed' | 'confirmed'>> = {
  '0': 'generating',
  '1': 'to_confirm',
  '2': 'failed',
  '3': 'confirmed',
};

/** What the parts of a bill are split by: `bill_split_type`, and `bill_split_group_type` of a split by several dimensions (type 7). */
export const SPLITS: Readonly<Record<string, 'department' | 'cost_centre' | 'legal_entity' | 'custom'>> = {
  '1': 'department',
  '2': 'department',
  '3': 'cost_centre',
  '4': 'legal_entity',
  '5': 'legal_entity',
  '6': 'custom',
};
export const SPLIT_GROUPS: Readonly<Record<string, 'department' | 'project' | 'legal_entity' | 'custom'>> = {
  '1': 'department',
  '2': 'project',
  '4': 'legal_entity',
  '6': 'custom',
  '8': 'custom',
};
