import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { fontStack, type Palette } from '../theme/tokens.js';
import { sumDecimals, toGeometry } from './decimal.js';
import type { Series } from './stacked-months.js';
import styles from './stacked-months.module.css';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

/** What the bars show. */
export interface StackedBarsContent {
  columns: { key: string; label: string; longLabel: string }[];
  series: Series[];
  palette: Palette;
  /** Writes an exact amount. */
  money: (amount: string) => string;
  totalLabel: string;
  onOpen?: (key: string) => void;
}

/** A drawn chart. */
export interface StackedBars {
  show: (content: StackedBarsContent) => void;
  dispose: () => void;
}

/** Draws stacked columns into an element and keeps them at its size. Loaded on demand: this module carries ECharts. */
export function drawStackedBars(element: HTMLElement): StackedBars {
  const chart: ECharts = init(element, null, { renderer: 'svg' });
  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  let content: StackedBarsContent | null = null;

  // The whole column answers to the pointer, not only its painted part.
  const columnAt = (x: number, y: number): number | null => {
    if (!content || !chart.containPixel('grid', [x, y])) return null;
    const [index] = chart.convertFromPixel({ gridIndex: 0 }, [x, y]) as [number, number];
    return index >= 0 && index < content.columns.length ? index : null;
  };
  chart.getZr().on('click', ({ offsetX, offsetY }) => {
    const index = columnAt(offsetX, offsetY);
    if (index !== null) content?.onOpen?.(content.columns[index]!.key);
  });
  chart.getZr().on('mousemove', ({ offsetX, offsetY }) => {
    chart.getZr().setCursorStyle(content?.onOpen && columnAt(offsetX, offsetY) !== null ? 'pointer' : 'default');
  });

  return {
    show: (next) => {
      content = next;
      chart.setOption(optionOf(next), { replaceMerge: ['series'] });
    },
    dispose: () => {
      resized.disconnect();
      chart.dispose();
    },
  };
}

function optionOf({ columns, series, palette, money, totalLabel }: StackedBarsContent) {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    animation: !still,
    animationDuration: 350,
    textStyle: { fontFamily: fontStack },
    grid: { left: 4, right: 4, top: 16, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: columns.map((column) => column.label),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.lineStrong } },
      axisLabel: { color: palette.inkFaint, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      axisLabel: { color: palette.inkFaint, fontSize: 12, formatter: (value: number) => shortNumber(value) },
      splitLine: { lineStyle: { color: palette.line } },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: palette.ink, opacity: 0.05 } },
      confine: true,
      transitionDuration: 0,
      backgroundColor: palette.surface,
      borderColor: palette.line,
      padding: 0,
      textStyle: { color: palette.ink },
      formatter: (points: { dataIndex: number }[]) => tooltip(points[0]?.dataIndex ?? 0, { columns, series, money, totalLabel }),
    },
    series: series.map((one) => ({
      id: one.key,
      name: one.label,
      type: 'bar',
      stack: 'all',
      barMaxWidth: 44,
      barCategoryGap: '34%',
      itemStyle: { color: one.colour },
      emphasis: { disabled: true },
      data: one.values.map(toGeometry),
    })),
  };
}

/** The tooltip as an element, so that labels are text and never markup. */
function tooltip(index: number, { columns, series, money, totalLabel }: Omit<StackedBarsContent, 'palette' | 'onOpen'>): HTMLElement {
  const root = element('div', styles.tip);
  root.append(element('div', styles.tipHead, columns[index]?.longLabel ?? ''));
  for (const one of series) {
    const amount = one.values[index] ?? '0';
    if (toGeometry(amount) === 0) continue;
    const row = element('div', styles.tipRow);
    const dot = element('span', styles.dot);
    dot.style.background = one.colour;
    row.append(dot, element('span', styles.tipName, one.label), element('span', styles.tipValue, money(amount)));
    root.append(row);
  }
  const total = element('div', `${styles.tipRow} ${styles.tipTotal}`);
  total.append(
    element('span', styles.tipName, totalLabel),
    element('span', styles.tipValue, money(sumDecimals(series.map((one) => one.values[index] ?? '0')))),
  );
  root.append(total);
  return root;
}

function element(tag: string, className: string | undefined, text?: string): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** An axis label: 1,200,000 as 1.2M. Only for the scale; amounts are written in full. */
function shortNumber(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}
