import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Dropdown, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { accepted } from '../../gateway/failure.js';
import { useGateway, useGatewayWrite } from '../../gateway/use-gateway.js';
import {
  ChangeMemberRolesDocument,
  CreatePasswordResetLinkDocument,
  InviteMemberDocument,
  MembersDocument,
  PersonChoicesDocument,
  RemoveMemberDocument,
  type MembersQuery,
} from '../../generated/identity.js';
import type { Role } from '../../generated/schema.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { CopyButton } from '../../ui/copy-button.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Icon } from '../../ui/icon.js';
import { EmptyState, ErrorNote, Note, useFailureText } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { identityTexts } from './identity.texts.js';
import styles from './members.module.css';
import { useViewer } from './viewer.js';

const ROLES: Role[] = ['owner', 'it', 'finance', 'manager', 'employee', 'auditor'];

type Member = MembersQuery['members'][number];
type OneTimeLink = { link: string; expiresAt: string };

/** Who may sign in to the company. */
export function MembersPage() {
  const t = useTexts(identityTexts);
  const format = useFormats();
  const [inviting, setInviting] = useState(false);
  const [changing, setChanging] = useState<Member | null>(null);
  const [link, setLink] = useState<OneTimeLink | null>(null);
  const { data, error, isPending, refetch } = useGateway(MembersDocument, {});
  const columns: Column<Member>[] = [
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
      cell: (member) => <MemberActions member={member} onRoles={() => setChanging(member)} onLink={setLink} />,
    },
  ];
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
      {invitations.length > 0 && (
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
      )}
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
      <Modal open={link !== null} title={t.linkOnce} onCancel={() => setLink(null)} footer={null} mask={{ closable: false }}>
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
    </Page>
  );
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

function MemberActions({ member, onRoles, onLink }: { member: Member; onRoles: () => void; onLink: (link: OneTimeLink) => void }) {
  const t = useTexts(identityTexts);
  const words = useTexts(uiTexts);
  const failureText = useFailureText();
  const { can, viewer } = useViewer();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const reset = useGatewayWrite(CreatePasswordResetLinkDocument);
  const remove = useGatewayWrite(RemoveMemberDocument);
  const run = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (failure) {
      void message.error(failureText(failure));
    }
  };
  const makeLink = () => run(async () => onLink((await reset.mutateAsync({ memberId: member.id })).createPasswordResetLink));
  const removeNow = () =>
    run(async () => {
      accepted((await remove.mutateAsync({ input: { memberId: member.id } })).removeMember, 'Member');
      await client.invalidateQueries();
      void message.success(t.removed);
    });
  const isViewer = member.user.id === viewer.user?.id;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'reset', label: t.resetLink },
          ...(can('changeMembers') ? [{ key: 'roles', label: t.changeRoles }] : []),
          ...(can('changeMembers') && !isViewer ? [{ key: 'remove', label: t.remove, danger: true }] : []),
        ],
        onClick: ({ key }) => {
          if (key === 'reset') void makeLink();
          if (key === 'roles') onRoles();
          if (key === 'remove')
            modal.confirm({
              title: t.removeSure(member.user.name),
              okText: t.remove,
              okButtonProps: { danger: true },
              cancelText: words.cancel,
              onOk: removeNow,
            });
        },
      }}
    >
      <Button size="small" icon={<Icon name="more" />} aria-label={t.actionsFor(member.user.name)} />
    </Dropdown>
  );
}

function RoleSelect(props: { value?: Role[]; onChange?: (roles: Role[]) => void; id?: string }) {
  const t = useTexts(identityTexts);
  return (
    <Select<Role[]>
      {...props}
      mode="multiple"
      aria-label={t.roles}
      options={ROLES.map((role) => ({ value: role, label: t[role], means: t[`${role}Means`] }))}
      optionRender={({ label, data }) => (
        <span>
          {label} <span className="muted">{data.means}</span>
        </span>
      )}
    />
  );
}

function PersonSelect(props: { value?: string; onChange?: (id: string) => void; id?: string }) {
  const t = useTexts(identityTexts);
  const [search, setSearch] = useState('');
  const { data, isFetching } = useGateway(PersonChoicesDocument, { search }, { enabled: search.trim().length > 0, keep: true });
  return (
    <Select<string>
      {...props}
      allowClear
      aria-label={t.person}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      placeholder={t.personSearch}
      loading={isFetching}
      notFoundContent={null}
      options={(data?.people.nodes ?? []).map((person) => ({
        value: person.id,
        label: [person.name, person.employeeNumber, person.department?.name].filter(Boolean).join(' · '),
      }))}
    />
  );
}

function InviteForm({ onInvited }: { onInvited: (link: OneTimeLink) => void }) {
  const t = useTexts(identityTexts);
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const invite = useGatewayWrite(InviteMemberDocument);
  const submit = async (input: { email: string; roles: Role[]; personId?: string }) => {
    setFailure(null);
    try {
      const made = accepted((await invite.mutateAsync({ input })).inviteMember, 'InvitationCreated');
      void client.invalidateQueries();
      onInvited({ link: made.link, expiresAt: made.invitation.expiresAt });
    } catch (caught) {
      setFailure(caught);
    }
  };
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit} disabled={invite.isPending}>
      <Form.Item name="email" label={t.email} rules={[{ required: true, type: 'email', message: t.emailNeeded }]}>
        <Input type="email" autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="roles" label={t.roles} rules={[{ required: true, message: t.rolesNeeded }]}>
        <RoleSelect />
      </Form.Item>
      <Form.Item name="personId" label={t.person} extra={t.personHint}>
        <PersonSelect />
      </Form.Item>
      {failure !== null && (
        <Form.Item>
          <ErrorNote error={failure} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={invite.isPending}>
        {t.createLink}
      </Button>
      <p className="muted">{t.inviteHint}</p>
    </Form>
  );
}

function RolesForm({ member, onDone }: { member: Member; onDone: () => void }) {
  const t = useTexts(identityTexts);
  const words = useTexts(uiTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const change = useGatewayWrite(ChangeMemberRolesDocument);
  const submit = async ({ roles }: { roles: Role[] }) => {
    setFailure(null);
    try {
      accepted((await change.mutateAsync({ input: { memberId: member.id, roles } })).changeMemberRoles, 'Member');
      await client.invalidateQueries();
      void message.success(t.rolesChanged);
      onDone();
    } catch (caught) {
      setFailure(caught);
    }
  };
  return (
    <Form layout="vertical" requiredMark={false} initialValues={{ roles: member.roles }} onFinish={submit} disabled={change.isPending}>
      <Form.Item name="roles" label={`${member.user.name} · ${member.user.email}`} rules={[{ required: true, message: t.rolesNeeded }]}>
        <RoleSelect />
      </Form.Item>
      {failure !== null && (
        <Form.Item>
          <ErrorNote error={failure} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {words.save}
      </Button>
    </Form>
  );
}
