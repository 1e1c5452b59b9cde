import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { accepted } from '../../gateway/failure.js';
import { useGateway, useGatewayWrite } from '../../gateway/use-gateway.js';
import { ChangeMemberRolesDocument, InviteMemberDocument, PersonChoicesDocument } from '../../generated/identity.js';
import type { Role } from '../../generated/schema.js';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote } from '../../ui/notes.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { identityTexts } from './identity.texts.js';
import type { Member, OneTimeLink } from './member-actions.js';

const ROLES: Role[] = ['owner', 'it', 'finance', 'manager', 'employee', 'auditor'];

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

/** Asks whom to invite, and makes the link. */
export function InviteForm({ onInvited }: { onInvited: (link: OneTimeLink) => void }) {
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

/** Changes what a member may do. */
export function RolesForm({ member, onDone }: { member: Member; onDone: () => void }) {
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
