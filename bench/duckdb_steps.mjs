// Runs statements in DuckDB one after another, each so many times, and prints for each
// the processor and wall seconds of every time with the rows of the last.
import { DuckDBInstance } from '@duckdb/node-api';

const db = await (await DuckDBInstance.create(':memory:')).connect();
const results = [];
for (const step of JSON.parse(process.env.STEPS)) {
  const result = { CPU: [], Wall: [], Rows: [] };
  for (let i = 0; i < step.Times; i++) {
    const began = process.hrtime.bigint();
    const before = process.cpuUsage();
    const rows = (await db.runAndReadAll(step.SQL)).getRows();
    const used = process.cpuUsage(before);
    result.CPU.push((used.user + used.system) / 1e6);
    result.Wall.push(Number(process.hrtime.bigint() - began) / 1e9);
    result.Rows = rows.map((row) => row.map(Number));
  }
  results.push(result);
}
console.log(JSON.stringify(results));
