export { DoesNotApply, type Check } from './check.js';
export * from './describe-connector.js';
export { Lab, type Subject } from './lab.js';
export * from './suite.js';
export * from './world.js';
export { worldPeople } from './world-people.js';
