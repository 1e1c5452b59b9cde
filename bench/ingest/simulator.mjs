// A connector's simulator as built, in a process of its own and without the vendor's rate limits; prints where it listens and what opens it.
const { default: simulator } = await import(`../../plugins/${process.env.BENCH_CONNECTOR}/dist/simulator/index.js`);
const { close, ...running } = await simulator.start({ limits: 'open' });
console.log(JSON.stringify({ msg: 'ready', ...running }));
process.once('SIGTERM', () => void close().then(() => process.exit(0)));
