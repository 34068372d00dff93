// How these scripts report: one JSON object a line on standard output, read by the tests that start them.
export const say = (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`);
