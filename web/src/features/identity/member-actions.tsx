import { App, Button, Dropdown } from 'antd';
import { accepted } from '../../gateway/failure.js';
import { useGatewayWrite } from '../../gateway/use-gateway.js';
import { CreatePasswordResetLinkDocument, RemoveMemberDocument, type MembersQuery } from '../../generated/identity.js';
import { useTexts } from '../../i18n/texts.js';
import { Icon } from '../../ui/icon.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useAct } from '../../ui/use-act.js';
import { identityTexts } from './identity.texts.js';
import { useViewer } from './viewer.js';

/** Somebody who may sign in. */
export type Member = MembersQuery['members'][number];

/** A link that is shown once. */
export interface OneTimeLink {
  link: string;
  expiresAt: string;
}

/** What can be done about a member. */
export function MemberActions({ member, onRoles, onLink }: { member: Member; onRoles: () => void; onLink: (link: OneTimeLink) => void }) {
  const t = useTexts(identityTexts);
  const words = useTexts(uiTexts);
  const { can, viewer } = useViewer();
  const { modal } = App.useApp();
  const act = useAct();
  const reset = useGatewayWrite(CreatePasswordResetLinkDocument);
  const remove = useGatewayWrite(RemoveMemberDocument);
  const makeLink = () => act(async () => onLink((await reset.mutateAsync({ memberId: member.id })).createPasswordResetLink));
  const removeNow = () =>
    act(async () => accepted((await remove.mutateAsync({ input: { memberId: member.id } })).removeMember, 'Member'), t.removed);
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
