/** @jest-environment jsdom */
import { afterEach, expect, it } from '@jest/globals';
import { cleanup, render, screen } from '@testing-library/react';
import { DatePicker, Dropdown, Select } from 'antd';
import axe from 'axe-core';
import { LocaleProvider } from '../i18n/locale.js';
import { AntProvider } from './ant-provider.js';
import { AppearanceProvider } from './appearance.js';

// jsdom has none of these, every browser all.
window.matchMedia ??= () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }) as unknown as MediaQueryList;
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

afterEach(cleanup);

it('opens lists, menus and calendars inside the landmark they belong to', async () => {
  render(
    <LocaleProvider initial="en">
      <AppearanceProvider>
        <AntProvider>
          <main>
            <Select open aria-label="kind" options={[{ value: 'ride', label: 'Ride' }]} />
            <DatePicker open aria-label="day" />
            <Dropdown open menu={{ items: [{ key: 'csv', label: 'As CSV' }] }}>
              <button type="button">Download</button>
            </Dropdown>
          </main>
        </AntProvider>
      </AppearanceProvider>
    </LocaleProvider>,
  );
  await screen.findByText('As CSV', undefined, { timeout: 20_000 });
  const { violations } = await axe.run(document.documentElement, { runOnly: ['region'] });
  expect(violations.flatMap((violation) => violation.nodes.map((node) => node.html))).toEqual([]);
});
