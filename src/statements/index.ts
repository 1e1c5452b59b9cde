export { StatementAlarmWorker } from './board/statement-alarm.worker.js';
export { StatementFileWorker } from './files/statement-file.worker.js';
export { JoinExpenses } from './join-expenses.js';
export type * from './statement.js';
export { toStatementLineNode, toStatementNode, type StatementLineNode, type StatementNode } from './statement-node.js';
export { StatementReader, type CheckedStatement } from './statement-reader.js';
export { SELECT_LINE, toLine, type LineRow } from './statement-line-row.js';
export { SettlementSink, StatementLineSink, StatementSink } from './statement.sinks.js';
export { StatementsModule } from './statements.module.js';
