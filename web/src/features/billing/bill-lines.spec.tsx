/** @jest-environment jsdom */
import { afterEach, expect, it, jest } from '@jest/globals';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { makeQueryClient } from '../../gateway/use-gateway.js';
import { LocaleProvider } from '../../i18n/locale.js';
import { ViewerGate } from '../identity/viewer.js';
import { BillLines } from './bill-lines.js';
import type { Bill, BillLine } from './bill-view.js';

const yuan = (amount: string) => ({ amount, currency: 'CNY' });

function line(id: string): BillLine {
  const shares = { amount: yuan('1.00'), companyShare: yuan('1.00'), personalShare: yuan('0.00'), expenseShare: yuan('0.00') };
  const nothing = { occurredAt: null, vendorBillingDate: null, currentTerm: null, travellerName: null, departmentName: null, city: null };
  const what = {
    externalId: `external ${id}`,
    kind: 'ride',
    lineType: 'charge',
    orderId: null,
    description: `ride ${id}`,
    detail: {},
  } as const;
  return { id, ...what, ...shares, ...nothing, difference: yuan('1.00'), statement: null, expenses: [], bundledWith: [] };
}

const viewer = {
  kind: 'person',
  roles: ['finance'],
  scopes: [],
  user: null,
  person: null,
  company: { id: 'C', timeZone: 'Asia/Shanghai', legalEntities: [] },
  companies: [],
};

/** Answers each operation by its name, and remembers which were asked. */
function answering(data: Record<string, unknown>): string[] {
  const asked: string[] = [];
  globalThis.fetch = jest.fn<typeof fetch>((_path, init) => {
    const { query } = JSON.parse(init!.body as string) as { query: string };
    const name = /query (\w+)/.exec(query)![1]!;
    asked.push(name);
    return Promise.resolve({ ok: true, status: 200, text: () => Promise.resolve(JSON.stringify({ data: data[name] ?? {} })) } as Response);
  });
  return asked;
}

afterEach(cleanup);

it('opens the line that an address names, however far down the list it stands', async () => {
  const page = { nodes: [line('first')], pageInfo: { hasNextPage: true, endCursor: 'more' } };
  const asked = answering({
    Viewer: { viewer },
    BillLines: { bill: { id: 'B', lines: page } },
    BillLine: { statementLine: line('far') },
    VendorChoices: { connectors: [] },
  });
  const bill = { legalEntity: { id: 'E' }, period: '2026-09', byKind: [], byDepartment: [], byVendor: [], differingLineCount: 0 };
  render(
    <LocaleProvider initial="en">
      <QueryClientProvider client={makeQueryClient()}>
        <MemoryRouter initialEntries={['/bills/2026-09?line=far']}>
          <ViewerGate>
            <BillLines bill={bill as unknown as Bill} />
          </ViewerGate>
        </MemoryRouter>
      </QueryClientProvider>
    </LocaleProvider>,
  );
  expect(await screen.findByText('external far', undefined, { timeout: 20_000 })).toBeDefined();
  expect(asked.filter((name) => name.startsWith('BillLine'))).toEqual(['BillLines', 'BillLine']);
});
