/** Numbers of cities: the published ones, and numbers of this simulator's own for the rest. */
const PUBLISHED: Readonly<Record<string, number>> = { 北京: 1, 成都: 17, 苏州: 23 };
const OWN = [
  '上海 广州 深圳 杭州 南京 武汉 西安 重庆 天津 青岛 厦门 长沙 郑州 合肥 济南 宁波 无锡 福州 沈阳 大连 昆明 哈尔滨 香港 台北',
  '东京 新加坡 首尔 曼谷 伦敦 法兰克福 巴黎 纽约 旧金山 悉尼 吉隆坡 迪拜',
]
  .join(' ')
  .split(' ');
const NUMBERS = new Map([...OWN.map((city, index): [string, number] => [city, 101 + index]), ...Object.entries(PUBLISHED)]);

/** The vendor's number of a city; 0 for one it does not know. */
export const cityId = (city: string): number => NUMBERS.get(city.replace(/市$/, '')) ?? 0;

/** A city as ride calls write it: 苏州市. */
export const cityWithSuffix = (city: string): string =>
  city === '' || city.endsWith('市') || !/^\p{Script=Han}{2,3}$/u.test(city) ? city : `${city}市`;

/** A city as travel calls write it: 苏州. */
export const cityPlain = (city: string): string => city.replace(/市$/, '');
