import type { AlertOptions } from '../../nodes/ForecastDiff/alert';
import { compareForecasts } from '../../nodes/ForecastDiff/engine';
import type {
	DataQualityItem,
	ForecastDiff,
	Snapshot,
	SummaryCounts,
} from '../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../nodes/shared/forecast/forecastRow';
import { fullCounts, HOSTILE_NAMES, quality } from '../unit/forecastDiff/alert/fixtures';

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

const WEST = 'Amelia Stone';
const EAST = 'Jonas Berg';

/** Who reports to whom, with Commit and Best Case in thousands; `null`: no call. */
const REPS: ReadonlyArray<readonly [string, string, number | null, number | null]> = [
	['Priya Raman', WEST, 820, 990],
	['Elena Rossi', WEST, 410, null],
	['Hannah Schmidt', WEST, 365, 180],
	['Aiko Mori', WEST, 295, 340],
	['Ben Carter', WEST, 280, 415],
	['Chloé Martin', WEST, 330, 520],
	['Dana Levi', WEST, 255, 380],
	['Isaac Boateng', WEST, 390, 610],
	['Kate O’Brien', WEST, 345, 450],
	['Yuki Tanaka', WEST, 95, 230],
	['Liam Novak', WEST, 310, 475],
	['Mina Park', WEST, 270, 365],
	['Marcus Weber', EAST, 460, 720],
	['Diego Fernández', EAST, 96, 260],
	['Omar Haddad', EAST, 385, 310],
	['Tom Okafor', EAST, 240, null],
	['Erik Holm', EAST, 350, 490],
	['Farah Aziz', EAST, 410, 585],
	['Gil Santos', EAST, 305, 430],
	['Nora Lund', EAST, 420, 640],
	['Pavel Dvořák', EAST, 375, 530],
	['Quinn Adler', EAST, 290, 405],
	['Rosa Marino', EAST, 355, 560],
	['Sven Keller', EAST, 440, 595],
];

const NOT_SUBMITTED = new Set([
	'Aiko Mori',
	'Ben Carter',
	'Chloé Martin',
	'Dana Levi',
	'Erik Holm',
	'Farah Aziz',
	'Gil Santos',
]);

/** Percent that all calls are off by, one run after the other: the history that a score is made of. */
const DRIFT = [0, 4, -1, 3, -2];

/** What is otherwise in one export: the calls in thousands, and who works for whom. */
interface News {
	commit?: Readonly<Record<string, number | null>>;
	bestCase?: Readonly<Record<string, number>>;
	managerOf?: Readonly<Record<string, string>>;
	drift?: number;
}

/** One export of Clari, as the rows that the node gives. Managers call what their teams call, but for Amelia's Commit. */
function forecastRows({ commit = {}, bestCase = {}, managerOf = {}, drift = 0 }: News) {
	const rows: ForecastRow[] = [];
	const row = (ownerName: string, field: string, thousands: number | null): ForecastRow => {
		const email = `${ownerName.toLowerCase().replace(/[^a-z]+/g, '.')}@example.com`;
		const managerName = managerOf[ownerName] ?? REPS.find(([name]) => name === ownerName)?.[1];
		const isManager = managerName === undefined;
		return {
			rowKey: JSON.stringify([ownerName, field]),
			ownerId: email,
			ownerName,
			ownerEmail: email,
			role: isManager ? roleOf(ownerName) : 'Account Executive',
			parentRole: isManager ? null : roleOf(managerName),
			fieldId: field,
			fieldName: field,
			type: 'forecast',
			value: thousands === null ? null : Math.round(thousands * (100 + drift)) * 10,
			currency: 'USD',
			timePeriod: '2026_Q4',
			weekStart: '2026-11-16',
			isUpdated: !NOT_SUBMITTED.has(ownerName) && !isManager,
			updatedBy: ownerName === 'Marcus Weber' ? EAST : ownerName,
		};
	};
	for (const [name, , usualCommit, usualBestCase] of REPS) {
		rows.push(row(name, 'Commit', name in commit ? (commit[name] ?? null) : usualCommit));
		rows.push(row(name, 'Best Case', bestCase[name] ?? usualBestCase));
	}
	for (const manager of [WEST, EAST]) {
		for (const field of ['Commit', 'Best Case']) {
			const team = rows.filter(
				(one) => one.parentRole === roleOf(manager) && one.fieldName === field,
			);
			const sum = team.reduce((total, { value }) => total + (value ?? 0), 0) / 1000;
			rows.push({
				...row(manager, field, null),
				value: manager === WEST && field === 'Commit' ? 4_400_000 : sum * 1000,
			});
		}
	}
	return rows;
}

function roleOf(managerName: string): string {
	return managerName === WEST ? 'West' : 'East';
}

/**
 * The week until Friday morning, every four hours: calls that drift a little, an alert on Thursday, and then the export
 * that the picture is of.
 */
function fridayMorning(): ForecastDiff {
	const hour = (hours: number) => new Date(Date.UTC(2026, 10, 16, 8 + hours)).toISOString();
	const yuki = { commit: { 'Yuki Tanaka': 150 } };
	let stored: Snapshot | null = null;
	const run = (hours: number, news: News): ForecastDiff => {
		const taken = stored === null ? {} : { takenAt: hour(hours - 4) };
		const result = compareForecasts(stored, forecastRows(news), {
			detectedAt: hour(hours),
			against: 'lastRun',
			baselineTakenAt: taken.takenAt,
			comparedWith: { source: 'memory', since: 'lastRun', ...taken },
			percentThreshold: 10,
			alert: OPTIONS,
		});
		stored = result.nextBaseline;
		return result;
	};
	for (let hours = 0; hours < 80; hours += 4) run(hours, { drift: DRIFT[(hours / 4) % 5] });
	for (let hours = 80; hours < 96; hours += 4) run(hours, yuki);
	return run(96, {
		commit: { 'Priya Raman': 1040, 'Marcus Weber': 310, 'Diego Fernández': null },
		bestCase: { 'Elena Rossi': 125, 'Hannah Schmidt': 199, 'Omar Haddad': 240 },
		managerOf: { 'Tom Okafor': WEST },
	});
}

/** The morning of a quarter's last month, as the comparison itself tells it. */
export function board(): Scene {
	const { summary, dataQuality } = fridayMorning();
	return {
		counts: summary,
		dataQuality,
		options: OPTIONS,
		visible: [
			'8 forecast changes: 3 up, 4 down',
			'Priya Raman',
			'+26.8%',
			'anomaly (score',
			'manager adjusted',
			'moved from East',
			'resolves the alert of 2026-11-19 16:00 UTC',
			'-$81,000',
			'+$74,000',
			'Amelia Stone',
			'below the team',
			'7 of 24 reps have not submitted',
			'6 to review',
			'52 calls compared with the last run',
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
