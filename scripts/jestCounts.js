'use strict';
// A jest reporter that writes how many tests passed, failed and were skipped, and how long each file took, to the file
// named by JEST_COUNTS_FILE. jest's own `--json` cannot write a report when an error of a test holds a circle, as those of
// HTTP clients do.

const { writeFileSync } = require('node:fs');
const path = require('node:path');

const SKIPPED = ['pending', 'skipped', 'todo', 'disabled'];
const TESTS = path.join(__dirname, '..', 'test');

module.exports = class JestCounts {
	onRunComplete(_contexts, results) {
		const skipped = results.testResults
			.flatMap(({ testResults }) => testResults)
			.filter(({ status }) => SKIPPED.includes(status))
			.map(({ fullName }) => fullName);
		const files = results.testResults.map(({ testFilePath, perfStats }) => ({
			file: path.relative(TESTS, testFilePath),
			seconds: (perfStats.end - perfStats.start) / 1000,
		}));
		const counts = {
			passed: results.numPassedTests,
			// A file that could not run at all has no failed tests of its own.
			failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
			skipped,
			files: files.sort((a, b) => b.seconds - a.seconds),
		};
		writeFileSync(process.env.JEST_COUNTS_FILE, JSON.stringify(counts));
	}
};
