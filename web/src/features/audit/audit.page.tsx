import { Drawer } from 'antd';
import { useGatewayPages } from '../../gateway/use-gateway.js';
import { AuditEntriesDocument, type AuditEntriesQuery } from '../../generated/audit.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { DetailSection } from '../../ui/detail.js';
import { FilterBar } from '../../ui/filter-bar.js';
import { JsonView } from '../../ui/json-view.js';
import { EmptyState } from '../../ui/notes.js';
import { Card, Facts, Page } from '../../ui/page.js';
import { SearchBox } from '../../ui/search-box.js';
import { text, useFilters } from '../../ui/url-state.js';
import { auditTexts } from './audit.texts.js';

const FILTERS = { action: text, entry: text };

type Entry = AuditEntriesQuery['auditEntries']['nodes'][number];

const pageOf = (result: AuditEntriesQuery) => result.auditEntries;

/** The audit trail, newest first. */
export function AuditPage() {
  const t = useTexts(auditTexts);
  const format = useFormats();
  const [filters, setFilters] = useFilters(FILTERS);
  const entries = useGatewayPages(AuditEntriesDocument, { action: filters.action, first: 60 }, pageOf, { keep: true });
  const open = entries.nodes.find((entry) => String(entry.sequence) === filters.entry);
  const columns = useColumns();
  return (
    <Page title={t.audit} lead={t.auditLead}>
      <Card flush>
        <FilterBar>
          <SearchBox label={t.action} value={filters.action} onChange={(action) => setFilters({ action })} />
        </FilterBar>
        <DataTable
          label={t.audit}
          columns={columns}
          rows={entries.nodes}
          rowKey={(entry) => String(entry.sequence)}
          onOpen={(entry) => setFilters({ entry: String(entry.sequence) }, { push: true })}
          openKey={filters.entry}
          pending={entries.isPending}
          stale={entries.isFetching && !entries.loadingMore}
          error={entries.error}
          onRetry={entries.retry}
          more={{ hasMore: entries.hasMore, loading: entries.loadingMore, load: entries.loadMore }}
          empty={<EmptyState title={t.nothing} />}
        />
      </Card>
      <Drawer open={open !== undefined} onClose={() => setFilters({ entry: null })} title={t.entry} size={560} destroyOnHidden>
        {open && (
          <>
            <Facts
              facts={[
                [t.sequence, format.count(open.sequence)],
                [t.at, format.instant(open.at)],
                [t.actor, open.user ? `${open.user.name} (${open.actor})` : open.actor],
                [t.what, <code key="action">{open.action}</code>],
                [t.target, open.target],
                [t.from, open.ip],
                [t.hash, <code key="hash">{open.hash}</code>],
              ]}
            />
            <DetailSection title={t.detail}>
              <JsonView value={open.detail} label={t.detail} />
            </DetailSection>
          </>
        )}
      </Drawer>
    </Page>
  );
}

function useColumns(): Column<Entry>[] {
  const t = useTexts(auditTexts);
  const format = useFormats();
  return [
    { key: 'at', title: t.at, phone: 'value', cell: (entry) => <span className="nowrap">{format.instant(entry.at)}</span> },
    { key: 'action', title: t.what, phone: 'title', cell: (entry) => <code>{entry.action}</code> },
    {
      key: 'actor',
      phone: 'plain',
      title: t.actor,
      cell: (entry) => <span title={entry.actor}>{entry.user?.name ?? shortId(entry.actor)}</span>,
    },
    {
      key: 'target',
      phone: 'plain',
      title: t.target,
      cell: (entry) => <span title={entry.target ?? undefined}>{shortId(entry.target)}</span>,
    },
    { key: 'ip', title: t.from, phone: 'hide', cell: (entry) => entry.ip },
    {
      key: 'sequence',
      title: t.sequence,
      align: 'end',
      phone: 'hide',
      cell: (entry) => <span className="muted">{format.count(entry.sequence)}</span>,
    },
  ];
}

/** A long id by its last digits, which tell more than the first. */
function shortId(text: string | null | undefined): string {
  return (text ?? '').replace(/[0-9a-f]{8}-[0-9a-f-]{14}-[0-9a-f]{4}(?=[0-9a-f]{8}\b)/g, '…');
}
