// The order of the test files: those first that take long, so that none of them runs alone at the end. jest itself goes by
// how long each took the last time, and in a fresh clone by the size of the file, which says little of these.
const { existsSync } = require('node:fs');
const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = [
	'e2e/queueMode',
	'e2e/overlap',
	'e2e/largeExport',
	'e2e/killed',
	'e2e/memoryNotGiven',
	'e2e/pipeline',
	'e2e/clayRows',
	'e2e/editor',
	'e2e/breaker',
	'e2e/clarky',
	'e2e/copilotTrigger',
	'e2e/clayTemplates',
	'e2e/clayRoundTrip',
	'e2e/baselineHomes',
	'e2e/clayWait',
	'workflow/copilotTrigger.slow',
	'workflow/copilotCalls.slow',
	'workflow/readinessCommand.slow',
	'workflow/clariContract.slow',
];

const files = LONGEST.map((file) => path.join(__dirname, `${file}.test.ts`));
const gone = files.filter((file) => !existsSync(file));
if (gone.length > 0)
	throw new Error(`test/longestFirst.js names what is not there: ${gone.join(', ')}`);

function rank(test) {
	const place = files.indexOf(test.path);
	return place < 0 ? files.length : place;
}

module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((a, b) => rank(a) - rank(b));
	}
};
