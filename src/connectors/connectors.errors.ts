import { defineErrors } from '../kernel/index.js';

/** What can go wrong with plugins before a vendor is asked. */
export const connectorErrors = defineErrors({
  CONNECTOR_UNKNOWN: {
    owner: 'user',
    retryable: false,
    status: 404,
    help: 'There is no plugin of this name here. `connectors` lists those that are.',
  },
  CONNECTOR_UNUSABLE: {
    owner: 'interline',
    retryable: false,
    status: 500,
    help: 'The plugin is here but its manifest or its code cannot be used; the message and `connectors { problem }` say why. Its author corrects it.',
  },
  CONNECTOR_ENVIRONMENT: {
    owner: 'admin',
    retryable: true,
    status: 409,
    help: 'The plugin has no such environment, or its simulator is not running here. Simulators run in the demo and in tests only.',
  },
  CONNECTOR_SETTINGS: {
    owner: 'admin',
    retryable: false,
    status: 409,
    help: "The connection's settings or credentials are not what this version of the plugin wants. `extensions.problems` names them; enter them again.",
  },
});
