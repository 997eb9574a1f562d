// Runs in Node beside the benchmark: reads the workload from the file named first, then obeys lines on stdin, one answer a line.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ZenEngine } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';

const load = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const inputs = load.inputs;
const texts = inputs.map(i => JSON.stringify(i));
const zen = new ZenEngine();
const bits = result => Array.from({ length: 12 }, (_, i) => result['r' + (i + 1)] === true ? 1 << i : 0).reduce((a, b) => a | b, 0);
const row = result => result.row ?? 0;

function decision(which, read) {
  const made = zen.createDecision(load[which].zen);
  return {
    plain: async i => read((await made.evaluate(inputs[i])).result),
    traced: async i => read((await made.evaluate(JSON.parse(texts[i]), { trace: true })).result),
  };
}

function rules(which, isTable) {
  const engine = new Engine(load[which].jsonRules, { allowUndefinedFacts: false });
  const read = events => isTable ? (events.length === 0 ? 0 : Number(events[0].type)) : events.reduce((mask, e) => mask | 1 << (Number(e.type) - 1), 0);
  return {
    plain: async i => read((await engine.run(inputs[i])).events),
    traced: async i => read((await engine.run(JSON.parse(texts[i]))).events),
  };
}

const engines = {
  'zen table': decision('table', row), 'zen rules': decision('rules', bits),
  'json-rules-engine table': rules('table', true), 'json-rules-engine rules': rules('rules', false),
};

async function all(run) {
  const results = [];
  for (let i = 0; i < inputs.length; i++) results.push(await run(i));
  return results;
}

// Whole passes over the inputs until the time is up; nanoseconds for each evaluation.
async function time(run, inFlight, milliseconds) {
  const begin = process.hrtime.bigint();
  let done = 0;
  do {
    for (let i = 0; i < inputs.length; i += inFlight) {
      if (inFlight === 1) await run(i);
      else await Promise.all(Array.from({ length: Math.min(inFlight, inputs.length - i) }, (_, j) => run(i + j)));
    }
    done += inputs.length;
  } while (Number(process.hrtime.bigint() - begin) < milliseconds * 1e6);
  return Number(process.hrtime.bigint() - begin) / done;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, engine, mode, inFlight, milliseconds] = line.split('|');
  const run = engines[engine][mode];
  const answer = command === 'results' ? await all(run) : await time(run, Number(inFlight), Number(milliseconds));
  console.log(JSON.stringify(answer));
}
