import { Form, Input, InputNumber, Select, Switch } from 'antd';
import { useLocale } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { connectionsTexts } from './connections.texts.js';
import { settingsOf, type Setting } from './settings.js';

/**
 * The fields that a JSON Schema of settings asks for, inside an Ant Design form.
 * @param under the name of the form's value that holds them
 * @param values what is set already
 */
export function SettingsFields({
  schema,
  under,
  values,
}: {
  schema: unknown;
  under: 'config' | 'credentials';
  values?: Record<string, unknown>;
}) {
  const t = useTexts(connectionsTexts);
  const { locale } = useLocale();
  return settingsOf(schema, locale).map((setting) => (
    <Form.Item
      key={setting.name}
      name={[under, setting.name]}
      label={setting.title}
      extra={setting.description}
      initialValue={values?.[setting.name] ?? setting.initial}
      valuePropName={setting.kind === 'boolean' ? 'checked' : 'value'}
      rules={[
        { required: setting.required && setting.kind !== 'boolean', message: t.required },
        ...(setting.pattern ? [{ pattern: setting.pattern }] : []),
      ]}
    >
      <Field setting={setting} />
    </Form.Item>
  ));
}

function Field({ setting, ...bound }: { setting: Setting }) {
  if (setting.secret) return <Input.Password autoComplete="off" {...bound} />;
  if (setting.choices)
    return <Select options={setting.choices.map((value) => ({ value, label: value }))} allowClear={!setting.required} {...bound} />;
  if (setting.kind === 'boolean') return <Switch {...bound} />;
  if (setting.kind === 'number') return <InputNumber style={{ width: '100%' }} {...bound} />;
  return <Input autoComplete="off" {...(setting.maxLength ? { maxLength: setting.maxLength } : {})} {...bound} />;
}
