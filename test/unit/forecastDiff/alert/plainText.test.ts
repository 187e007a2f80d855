import { writeAlert } from '../../../../nodes/ForecastDiff/alert';
import { change, counts, fullCounts, HOSTILE_NAMES, moved, quality } from './fixtures';

test('is aligned, in the order of what matters', () => {
	const full = fullCounts(2, ['Ann', 'Bob Long-Name', 'Cid', 'Dee', 'Eve', 'Fay', 'Gus'], {
		changes: 4,
		up: 3,
	});
	const { plainText } = writeAlert(full, [quality('warning', 'Rows left out.')], {
		clariUrl: 'https://clari.example/2?a=1&b=2',
	});
	expect(plainText).toBe(`4 forecast changes: 3 up, 1 down

Totals
  ▲  Commit     2026_Q4  $2.10M  ->  $2.25M  +$150,000  +7.1%
       +$200,000 increased, -$50,000 decreased
  ▼  Best Case  2026_Q4  $3.40M  ->  $3.26M  -$140,000  -4.1%
       +$120,000 added, -$300,000 removed, +$40,000 moved in, $95,000 carried forward

Changes
  ▼  Ann            Commit     2026_Q4  $100,000  ->   $70,000  -30.0%
       moved from Bob Long-Name · since 2026-11-09 · anomaly (score 5.2)
  ▲  Bob Long-Name  Best Case  2026_Q4  $101,000  ->  $126,250  +25.0%
       rep changed the call
  and 2 more

Teams
  ▲  Dee  Commit  2026_Q4    $1.05M  ->    $1.20M  +$150,000  +14.3%
       Ann +$80,000, Bob Long-Name +$30,000, Cid -$20,000 · own call $1.10M, $100,000 below the team
  ▼  Eve  Commit  2026_Q4  $640,000  ->  $598,000   -$42,000   -6.6%
       Ann +$80,000

7 of 24 reps have not submitted: Ann, Bob Long-Name, Cid, Dee, Eve and 2 more
1 to review
1 resolved since an earlier alert
12 kept back for a later alert

! Rows left out.

2 calls compared with the last run of 2026-11-20 22:00 UTC · 3 below the threshold · moves not told yet are in the totals of each alert until they are

Open the forecast in Clari: https://clari.example/2?a=1&b=2
`);
});

test('gives wide characters two columns, and marks and joiners none', () => {
	const rows = ['山田', 'Zoë', 'e\u0301a', '🚀x'].map((ownerName) =>
		moved(1000, 2000, { ownerName }),
	);
	const { plainText } = writeAlert(counts(rows), [], {});
	expect(plainText.split('\n').filter((line) => line.startsWith('  ▲'))).toEqual([
		'  ▲  山田  Commit  2026_Q4  $1,000  ->  $2,000  +100.0%',
		'  ▲  Zoë   Commit  2026_Q4  $1,000  ->  $2,000  +100.0%',
		'  ▲  e\u0301a    Commit  2026_Q4  $1,000  ->  $2,000  +100.0%',
		'  ▲  🚀x   Commit  2026_Q4  $1,000  ->  $2,000  +100.0%',
	]);
});

test.each([0, 1, 10, 5000])('with %d hostile changes it has no control characters', (top) => {
	const alert = fullCounts(top, HOSTILE_NAMES, { changes: 5000 });
	const { plainText } = writeAlert(alert, [quality('critical', 'a\u0007b\nc')], {});
	expect(plainText.replace(/\n/g, '')).not.toMatch(/\p{Cc}|[\u202a-\u202e]/u);
	expect(plainText).toContain('! a b c');
	expect(plainText.match(/^ {2}[▲▼]/gm)?.length ?? 0).toBeLessThanOrEqual(top + 4);
	expect(plainText.length).toBeLessThan(50_000);
});

test('is short when there is nothing to tell', () => {
	expect(
		writeAlert(counts([change()], { blocked: true, comparedWith: null }), [], {}).plainText,
	).toBe('Forecast not compared\n');
});
