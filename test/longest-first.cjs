const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take longest, as `npm test` prints them at its end. */
const LONGEST = [
  'without-plugin.scenario',
  'own-server.int',
  'machines.scenario',
  'kill.scenario',
  'demo.scenario',
  'cli.int',
  'add-a-vendor.scenario',
  'jd.contract',
  'faults.scenario',
  'plugins/ctrip/demo-world',
  'ctrip.contract',
  'supervisor.int',
  'didi.contract',
  'plugins/jd/demo-world',
];

/** Begins with the longest files, so that no worker is left alone with one at the end. Jest knows times only from a run before, and a clean checkout has none. */
module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const rank = ({ path }) => {
      const at = LONGEST.findIndex((name) => path.includes(`${name}-spec.`) || path.includes(`${name}.spec.`));
      return at < 0 ? LONGEST.length : at;
    };
    return [...(await super.sort(tests))].sort((a, b) => rank(a) - rank(b));
  }
};
