import { Button, Drawer, Modal } from 'antd';
import { useState } from 'react';
import { useGateway } from '../../gateway/use-gateway.js';
import { MembersDocument, type MembersQuery } from '../../generated/identity.js';
import type { Role } from '../../generated/schema.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { CopyButton } from '../../ui/copy-button.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Icon } from '../../ui/icon.js';
import { EmptyState, Note } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { identityTexts } from './identity.texts.js';
import { MemberActions, type Member, type OneTimeLink } from './member-actions.js';
import { InviteForm, RolesForm } from './member-forms.js';
import styles from './members.module.css';

/** Who may sign in to the company. */
export function MembersPage() {
  const t = useTexts(identityTexts);
  const [inviting, setInviting] = useState(false);
  const [changing, setChanging] = useState<Member | null>(null);
  const [link, setLink] = useState<OneTimeLink | null>(null);
  const { data, error, isPending, refetch } = useGateway(MembersDocument, {});
  const columns = useMemberColumns(setChanging, setLink);
  const invitations = data?.invitations ?? [];
  return (
    <Page
      title={t.members}
      lead={t.membersLead}
      actions={
        <Button type="primary" icon={<Icon name="plus" />} onClick={() => setInviting(true)}>
          {t.invite}
        </Button>
      }
    >
      <Card flush>
        <DataTable
          label={t.members}
          columns={columns}
          rows={data?.members ?? []}
          rowKey={(member) => member.id}
          pending={isPending}
          error={error}
          onRetry={() => void refetch()}
          empty={<EmptyState title={t.noMembers} />}
        />
      </Card>
      {invitations.length > 0 && <Invitations invitations={invitations} />}
      <Drawer open={inviting} onClose={() => setInviting(false)} title={t.invite} size={520} destroyOnHidden>
        <InviteForm
          onInvited={(made) => {
            setInviting(false);
            setLink(made);
          }}
        />
      </Drawer>
      <Drawer open={changing !== null} onClose={() => setChanging(null)} title={t.changeRoles} size={420} destroyOnHidden>
        {changing && <RolesForm member={changing} onDone={() => setChanging(null)} />}
      </Drawer>
      <LinkOnce link={link} onClose={() => setLink(null)} />
    </Page>
  );
}

function Invitations({ invitations }: { invitations: MembersQuery['invitations'] }) {
  const t = useTexts(identityTexts);
  const format = useFormats();
  return (
    <Card title={t.pending} flush>
      <DataTable
        label={t.pending}
        rows={invitations}
        rowKey={(invitation) => invitation.id}
        columns={[
          { key: 'email', title: t.email, phone: 'title', cell: (invitation) => invitation.email },
          { key: 'roles', title: t.roles, cell: (invitation) => <RoleTags roles={invitation.roles} /> },
          { key: 'expires', title: t.expiresAt, cell: (invitation) => format.instant(invitation.expiresAt) },
        ]}
      />
    </Card>
  );
}

/** A one-time link, shown this once. */
function LinkOnce({ link, onClose }: { link: OneTimeLink | null; onClose: () => void }) {
  const t = useTexts(identityTexts);
  const format = useFormats();
  return (
    <Modal open={link !== null} title={t.linkOnce} onCancel={onClose} footer={null} mask={{ closable: false }}>
      {link && (
        <div className={styles.link}>
          <Note tone="warn">{t.linkOnceText}</Note>
          <code>{link.link}</code>
          <div className={styles.linkFoot}>
            <CopyButton text={link.link} />
            <span className="muted">{t.expires(format.instant(link.expiresAt))}</span>
          </div>
        </div>
      )}
    </Modal>
  );
}

function useMemberColumns(onRoles: (member: Member) => void, onLink: (link: OneTimeLink) => void): Column<Member>[] {
  const t = useTexts(identityTexts);
  const format = useFormats();
  return [
    {
      key: 'name',
      title: t.name,
      phone: 'title',
      cell: (member) => (
        <>
          {member.user.name}
          <div className="muted">{member.user.email}</div>
        </>
      ),
    },
    { key: 'roles', phone: 'plain', title: t.roles, cell: (member) => <RoleTags roles={member.roles} /> },
    {
      key: 'person',
      phone: 'plain',
      title: t.person,
      cell: (member) => member.person && `${member.person.name} · ${member.person.employeeNumber}`,
    },
    { key: 'since', title: t.since, cell: (member) => <span className="nowrap">{format.instant(member.since).slice(0, 10)}</span> },
    {
      key: 'actions',
      title: t.actions,
      align: 'end',
      phone: 'value',
      cell: (member) => <MemberActions member={member} onRoles={() => onRoles(member)} onLink={onLink} />,
    },
  ];
}

function RoleTags({ roles }: { roles: readonly Role[] }) {
  const t = useTexts(identityTexts);
  return (
    <span className={styles.roles}>
      {roles.map((role) => (
        <Tag key={role} tone={role === 'owner' ? 'accent' : 'quiet'}>
          {t[role]}
        </Tag>
      ))}
    </span>
  );
}
