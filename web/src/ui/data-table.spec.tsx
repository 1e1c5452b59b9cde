/** @jest-environment jsdom */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { GatewayFailure } from '../gateway/failure.js';
import { LocaleProvider } from '../i18n/locale.js';
import { DataTable, type Column } from './data-table.js';

interface Row {
  id: string;
  amount: string;
}

const rows: Row[] = [
  { id: 'a', amount: '1.00' },
  { id: 'b', amount: '2.00' },
  { id: 'c', amount: '3.00' },
];

const columns: Column<Row>[] = [
  { key: 'id', title: 'Name', cell: (row) => row.id, total: 'Total' },
  { key: 'amount', title: 'Amount', align: 'end', cell: (row) => row.amount, total: '6.00' },
];

const show = (table: ReactElement) => render(<LocaleProvider initial="en">{table}</LocaleProvider>);

afterEach(cleanup);

describe('a table of things', () => {
  it('is a table to those who hear it, with its totals', () => {
    show(<DataTable label="Things" columns={columns} rows={rows} rowKey={(row) => row.id} totals />);
    const table = screen.getByRole('table', { name: 'Things' });
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((cell) => cell.textContent),
    ).toEqual(['Name', 'Amount']);
    expect(
      within(table)
        .getAllByRole('row')
        .map((row) => row.textContent),
    ).toEqual(['NameAmount', 'a1.00', 'b2.00', 'c3.00', 'Total6.00']);
  });

  it('opens rows by click and by keyboard, and is walked with the arrows', async () => {
    const onOpen = jest.fn();
    show(<DataTable label="Things" columns={columns} rows={rows} rowKey={(row) => row.id} onOpen={onOpen} />);
    const user = userEvent.setup();
    await user.click(screen.getByText('2.00'));
    expect(onOpen).toHaveBeenLastCalledWith(rows[1]);
    screen.getByRole('button', { name: 'a' }).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Enter}');
    expect(onOpen).toHaveBeenLastCalledWith(rows[2]);
    await user.keyboard('{ArrowUp}{Enter}');
    expect(onOpen).toHaveBeenLastCalledWith(rows[1]);
    expect(onOpen).toHaveBeenCalledTimes(3);
  });

  it('shows what went wrong instead of nothing, and tries again', async () => {
    const onRetry = jest.fn();
    const error = new GatewayFailure('the database is away', { code: 'INTERNAL', owner: 'interline', traceId: 'abc' });
    show(<DataTable label="Things" columns={columns} rows={[]} rowKey={(row) => row.id} error={error} onRetry={onRetry} empty="Nothing" />);
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('the database is away');
    expect(alert.textContent).toContain('abc');
    expect(screen.queryByText('Nothing')).toBeNull();
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it('keeps the rows it has when reading on fails', () => {
    const error = new GatewayFailure('away', { code: 'INTERNAL' });
    show(<DataTable label="Things" columns={columns} rows={rows} rowKey={(row) => row.id} error={error} />);
    expect(screen.getByText('3.00')).toBeDefined();
    expect(screen.getByRole('alert')).toBeDefined();
  });

  it('reads on when asked', async () => {
    const load = jest.fn();
    show(
      <DataTable label="Things" columns={columns} rows={rows} rowKey={(row) => row.id} more={{ hasMore: true, loading: false, load }} />,
    );
    await userEvent.setup().click(screen.getByRole('button', { name: 'Load more' }));
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('says that there is nothing only once it knows', () => {
    const { rerender } = show(<DataTable label="Things" columns={columns} rows={[]} rowKey={(row) => row.id} pending empty="Nothing" />);
    expect(screen.queryByText('Nothing')).toBeNull();
    rerender(
      <LocaleProvider initial="en">
        <DataTable label="Things" columns={columns} rows={[]} rowKey={(row) => row.id} empty="Nothing" />
      </LocaleProvider>,
    );
    expect(screen.getByText('Nothing')).toBeDefined();
  });
});
