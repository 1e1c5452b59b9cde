/** A city people travel to and from. */
export interface City {
  name: string;
  /** Degrees. */
  longitude: number;
  latitude: number;
  airport: string;
  code: string;
  /** Its railway station; none abroad. */
  station?: string;
  /** A night's price in fen, about. */
  night: number;
  /** Where rides go to and from in town. */
  spots: [name: string, address: string][];
}

const spots = (text: string): [string, string][] => text.split(' ').map((pair) => pair.split('@') as [string, string]);

/** Where the company has offices and customers. */
export const HOME: readonly City[] = [
  {
    name: '北京',
    longitude: 116.4,
    latitude: 39.9,
    airport: '北京大兴国际机场',
    code: 'PKX',
    station: '北京南站',
    night: 52_000,
    spots: spots(
      '中关村软件园@海淀区东北旺西路 国贸写字楼@朝阳区建国门外大街 望京科技园@朝阳区望京东路 金融街中心@西城区金融大街 亦庄产业园@大兴区荣华中路',
    ),
  },
  {
    name: '上海',
    longitude: 121.5,
    latitude: 31.2,
    airport: '上海虹桥国际机场',
    code: 'SHA',
    station: '上海虹桥站',
    night: 54_000,
    spots: spots('张江科学城@浦东新区祖冲之路 陆家嘴中心@浦东新区世纪大道 漕河泾园区@徐汇区宜山路 静安商务楼@静安区南京西路'),
  },
  {
    name: '深圳',
    longitude: 114.1,
    latitude: 22.5,
    airport: '深圳宝安国际机场',
    code: 'SZX',
    station: '深圳北站',
    night: 50_000,
    spots: spots('科技园北区@南山区高新北四道 会展中心@福田区福华三路 前海自贸区@南山区桂湾三路'),
  },
  {
    name: '广州',
    longitude: 113.3,
    latitude: 23.1,
    airport: '广州白云国际机场',
    code: 'CAN',
    station: '广州南站',
    night: 45_000,
    spots: spots('珠江新城@天河区华夏路 琶洲展馆@海珠区阅江中路 黄埔产业园@黄埔区科学大道'),
  },
  {
    name: '杭州',
    longitude: 120.2,
    latitude: 30.3,
    airport: '杭州萧山国际机场',
    code: 'HGH',
    station: '杭州东站',
    night: 46_000,
    spots: spots('未来科技城@余杭区文一西路 钱江新城@上城区富春路 滨江物联网园@滨江区江南大道'),
  },
  {
    name: '成都',
    longitude: 104.1,
    latitude: 30.6,
    airport: '成都天府国际机场',
    code: 'TFU',
    station: '成都东站',
    night: 39_000,
    spots: spots('天府软件园@高新区天府大道 金融城@高新区交子大道 春熙路商圈@锦江区红星路'),
  },
  {
    name: '西安',
    longitude: 108.9,
    latitude: 34.3,
    airport: '西安咸阳国际机场',
    code: 'XIY',
    station: '西安北站',
    night: 36_000,
    spots: spots('高新软件新城@雁塔区云水一路 曲江会展中心@雁塔区会展路'),
  },
  {
    name: '南京',
    longitude: 118.8,
    latitude: 32.1,
    airport: '南京禄口国际机场',
    code: 'NKG',
    station: '南京南站',
    night: 42_000,
    spots: spots('河西金融区@建邺区江东中路 江宁开发区@江宁区将军大道'),
  },
  {
    name: '武汉',
    longitude: 114.3,
    latitude: 30.6,
    airport: '武汉天河国际机场',
    code: 'WUH',
    station: '武汉站',
    night: 37_000,
    spots: spots('光谷软件园@洪山区关山大道 江汉路商务楼@江汉区江汉路'),
  },
  {
    name: '苏州',
    longitude: 120.6,
    latitude: 31.3,
    airport: '上海虹桥国际机场',
    code: 'SHA',
    station: '苏州北站',
    night: 43_000,
    spots: spots('工业园区@工业园区星湖街 高铁新城@相城区南天成路'),
  },
  {
    name: '青岛',
    longitude: 120.4,
    latitude: 36.1,
    airport: '青岛胶东国际机场',
    code: 'TAO',
    station: '青岛北站',
    night: 40_000,
    spots: spots('崂山商务区@崂山区海尔路 市南软件园@市南区宁夏路'),
  },
];

/** Where few people go. */
export const ABROAD: readonly City[] = [
  { name: '新加坡', longitude: 103.8, latitude: 1.3, airport: '樟宜机场', code: 'SIN', night: 138_000, spots: [] },
  { name: '东京', longitude: 139.7, latitude: 35.7, airport: '成田国际机场', code: 'NRT', night: 112_000, spots: [] },
  { name: '首尔', longitude: 126.9, latitude: 37.5, airport: '仁川国际机场', code: 'ICN', night: 98_000, spots: [] },
  { name: '法兰克福', longitude: 8.7, latitude: 50.1, airport: '法兰克福机场', code: 'FRA', night: 126_000, spots: [] },
];

/** A city by its name. */
export const cityOf = (name: string): City => HOME.find((city) => city.name === name) as City;

/** How far two cities are from each other, in kilometres. */
export function distance(from: City, to: City): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [a, b] = [radians(from.latitude), radians(to.latitude)];
  const turn = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  return Math.round(2 * 6371 * Math.asin(Math.sqrt(turn)));
}
