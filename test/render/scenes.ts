import type { AlertOptions } from '../../nodes/ForecastDiff/alert';
import type { SummaryCounts } from '../../nodes/ForecastDiff/engine/summary';
import type { DataQualityItem } from '../../nodes/ForecastDiff/engine/types';
import {
	change,
	counts,
	fullCounts,
	HOSTILE_NAMES,
	missing,
	moved,
	quality,
	team,
	waterfall,
} from '../unit/forecastDiff/alert/fixtures';

/** A comparison to make a picture of. */
export interface Scene {
	counts: SummaryCounts;
	dataQuality: DataQualityItem[];
	options: AlertOptions;
	/** What a reader must be able to see in every format. */
	visible: string[];
}

/** A phone in upright position, in CSS pixels. */
export const NARROW = 375;

const OPTIONS: AlertOptions = {
	executionUrl: 'https://n8n.example.com/workflow/Xk2/executions/4711',
	clariUrl: 'https://app.clari.com/forecast/commit?period=2026_Q4',
};

const person = (ownerName: string, fieldName = 'Commit') => ({
	ownerName,
	ownerId: ownerName,
	fieldName,
});
const UNUSUAL = { state: 'anomaly' as const, rules: ['score' as const], score: 5.2, snapshots: 20 };

/** The morning of a quarter's last month: ten changes, two teams, some who have not submitted. */
export function board(): Scene {
	const top = [
		moved(820_000, 1_040_000, {
			...person('Priya Raman'),
			reason: 'rep_changed_call',
			anomaly: UNUSUAL,
		}),
		moved(460_000, 310_000, {
			...person('Marcus Weber'),
			reason: 'crm_rollup_moved',
			since: '2026-11-09T08:00:00.000Z',
		}),
		change({
			...person('Elena Rossi', 'Best Case'),
			kind: 'set',
			previous: null,
			current: 125_000,
			delta: 125_000,
			changePct: null,
			reason: 'rep_changed_call',
		}),
		change({
			...person('Tom Okafor'),
			kind: 'moved',
			direction: 'none',
			previous: 240_000,
			current: 240_000,
			delta: 0,
			changePct: 0,
			reason: 'ownership_moved',
			movedFrom: { ownerName: 'Grace Liu' },
		}),
		moved(390_000, 300_000, {
			...person('West Region', 'Commit'),
			level: 'manager',
			reason: 'manager_adjusted',
			explainedBy: [
				{ ownerName: 'Marcus Weber', ownerId: 'm', kind: 'decreased', delta: -150_000 },
				{ ownerName: 'Priya Raman', ownerId: 'p', kind: 'increased', delta: 100_000 },
			],
			unexplained: -40_000,
		}),
		moved(180_000, 214_500, {
			...person('Hannah Schmidt', 'Best Case'),
			reason: 'rep_changed_call',
		}),
		change({
			...person('Diego Fernández'),
			kind: 'cleared',
			direction: 'down',
			previous: 96_000,
			current: null,
			delta: -96_000,
			changePct: null,
			reason: 'rep_changed_call',
			since: '2026-10-26T08:00:00.000Z',
		}),
		moved(150_000, 95_000, {
			...person('Yuki Tanaka'),
			reason: 'rep_changed_call',
			resolves: { alertedAt: '2026-11-19T16:00:00.000Z' },
		}),
		change({
			...person('Sofia Lindqvist'),
			kind: 'currency_changed',
			direction: 'none',
			previous: 88_000,
			current: 88_000,
			delta: null,
			changePct: null,
			previousCurrency: 'USD',
			currency: 'EUR',
			reason: 'currency_changed',
		}),
		moved(72_000, 99_900, {
			...person('Omar Haddad', 'Best Case'),
			reason: 'period_rolled_over',
			movedFrom: { timePeriod: '2026_Q3' },
		}),
	];
	return {
		counts: counts(top, {
			changes: 13,
			up: 6,
			down: 5,
			compared: 248,
			belowThreshold: 6,
			heldBack: 2,
			waterfall: [
				waterfall({
					start: 8_420_000,
					increased: 320_000,
					decreased: 205_000,
					removed: 96_000,
					added: 131_000,
				}),
				waterfall(
					{ start: 11_950_000, added: 125_000, increased: 62_400, decreased: 310_000 },
					{ fieldId: 'fc_best', fieldName: 'Best Case', carriedForward: 240_000 },
				),
			],
			teams: [
				team(
					'Amelia Stone',
					{ start: 4_310_000, increased: 320_000, decreased: 55_000 },
					{
						explainedBy: [
							{ ownerName: 'Priya Raman', ownerId: 'p', kind: 'increased', delta: 220_000 },
							{ ownerName: 'Hannah Schmidt', ownerId: 'h', kind: 'increased', delta: 100_000 },
							{ ownerName: 'Yuki Tanaka', ownerId: 'y', kind: 'decreased', delta: -55_000 },
						],
						call: { previous: 4_400_000, current: 4_400_000, delta: 0 },
					},
				),
				team(
					'Jonas Berg',
					{ start: 2_140_000, decreased: 150_000 },
					{
						explainedBy: [
							{ ownerName: 'Marcus Weber', ownerId: 'm', kind: 'decreased', delta: -150_000 },
						],
					},
				),
			],
			didNotSubmit: missing([
				'Aiko Mori',
				'Ben Carter',
				'Chloé Martin',
				'Dana Levi',
				'Erik Holm',
				'Farah Aziz',
				'Gil Santos',
			]),
			submissions: { reps: 24, missing: 7 },
		}),
		dataQuality: [
			quality(
				'warning',
				'The export has contradictory rows for 2 calls in the same week. They were not compared where they are the newest, and their baseline stays.',
			),
		],
		options: OPTIONS,
		visible: [
			'13 forecast changes',
			'Priya Raman',
			'+26.8%',
			'anomaly (score 5.2)',
			'moved from Grace Liu',
			'$8.42M → $8.57M',
			'and 3 more',
			'Amelia Stone',
			'7 of 24 reps have not submitted',
			'contradictory rows',
			'248 calls compared with the last run',
			'Open the execution in n8n',
		],
	};
}

/** The same, with names that mean something to the systems that show them. */
export function hostile(): Scene {
	return {
		counts: fullCounts(HOSTILE_NAMES.length, HOSTILE_NAMES),
		dataQuality: [quality('warning', 'Period “<b>Q4</b>” of *West* was left out.')],
		options: OPTIONS,
		visible: [
			'<script>alert(1)</script>',
			'محمد الأمين',
			'דנה כהן',
			'gnp.exe',
			'$100,000',
			'-30.0%',
		],
	};
}
