import { attempt } from '../../shared/errors/nodeError';
import type { Polling } from '../../shared/polling/polling';
import { hint, jobError, log } from '../sessionReport';
import type { ClariSession } from '../transport';
import { alreadyRunning, canVerify, findAdoptable } from './adopt';
import type { ExportRequest } from './exportRequest';
import type { ExportSettings } from './exportSettings';
import type { ExportProgress } from './progress';
import { queueExport } from './queue';
import type { Survey } from './survey';
import type { Obtained } from './underWay';
import { obtainInTurn, requestKey } from './underWay';

/** The shortest wait for another execution: looking and queueing takes it that long, with its repeats. */
const TURN_AT_LEAST_MS = 60_000;

/** What is known when an export is begun. */
export interface Beginning {
	/** What Clari has said just now; asked when absent. */
	first?: Survey;
	/** Why the job before this one was given up, as a sentence; told with what came of it. */
	why?: string;
}

/**
 * Takes over a job of the same request that is running already, or queues one. Executions of this process that ask for
 * the same in the same moment share one job, and so do those that wait for the same slot.
 *
 * Where a job was given up before (`progress.givenUp`), only one that is certain to be of the same request is taken over.
 *
 * @returns the job's id; `progress.adopted` tells which of the two it was
 */
export async function beginExport(
	session: ClariSession,
	request: ExportRequest,
	settings: ExportSettings,
	progress: ExportProgress,
	{ first, why }: Beginning = {},
): Promise<string> {
	const node = session.context.getNode();
	const begun = await attempt(node, session.itemIndex, async () => {
		return await obtain(session, request, settings, progress, first);
	});
	if (why !== undefined) {
		const place = begun.ok
			? placeTaken(begun.value, progress)
			: 'No other export has taken its place.';
		hint(session, `${why} ${place}`);
	}
	if (!begun.ok) throw begun.error;
	return begun.value;
}

/** Waiting for another execution is part of the time for which a slot may be waited for. */
function lessTime(polling: Polling, waitedMs: number): Polling {
	return { ...polling, timeoutMs: Math.max(0, polling.timeoutMs - waitedMs) };
}

function placeTaken(jobId: string, { adopted }: ExportProgress): string {
	return adopted === undefined
		? `Export job ${jobId} was queued in its place.`
		: `Export job ${jobId}, which was running already, takes its place.`;
}

async function obtain(
	session: ClariSession,
	request: ExportRequest,
	settings: ExportSettings,
	progress: ExportProgress,
	first?: Survey,
): Promise<string> {
	if (settings.ifRunning === 'queue') {
		return await queueExport(session, request, settings, progress, first);
	}
	const { givenUp } = progress;
	const started = Date.now();
	const deadline = started + Math.max(settings.polling.timeoutMs, TURN_AT_LEAST_MS);
	const got = await obtainInTurn(
		requestKey(session, request),
		{ signal: session.signal, deadline },
		({ jobId, isCertain }) => {
			if (givenUp.has(jobId)) return false;
			return isCertain || (givenUp.size === 0 && canVerify(session, request, settings));
		},
		async (hasWaited): Promise<Obtained> => {
			const waitedMs = hasWaited ? Date.now() - started : 0;
			progress.slotWaitMs += waitedMs;
			// What was said before the wait may not be so any more.
			const survey = hasWaited ? undefined : first;
			const left = { ...settings, polling: lessTime(settings.polling, waitedMs) };
			const jobId = await queueExport(session, request, left, progress, survey, (said) =>
				findAdoptable(session, request, settings, said, givenUp),
			);
			const { byLooks, queuedAt } = progress;
			return { jobId, isCertain: !byLooks, queuedAt };
		},
	);
	const attempted = `Could not queue the export of ${request.subject}`;
	if (got === 'cancelled') {
		throw jobError(
			session,
			`${attempted}: the execution was canceled`,
			'No job was queued by it: it was waiting for another execution that was queueing the same export.',
		);
	}
	if (got === 'late') {
		throw jobError(
			session,
			`${attempted}: another execution has been queueing the same export all the time`,
			"No job was queued by this one. The other may be waiting for a free export slot: raise 'Timeout' under Polling, or run the workflow at another time.",
		);
	}
	if (!got.isShared) return got.jobId;

	progress.slotWaitMs += Date.now() - started;
	if (settings.ifRunning === 'fail') {
		const known = 'Another execution has queued it for the same export just now.';
		throw alreadyRunning(session, request, got.jobId, known);
	}
	log(session, `Export job ${got.jobId} of ${request.subject} was just queued: it is shared`);
	const { jobId, isCertain, queuedAt } = got;
	progress.adopt({ jobId, knownBy: isCertain ? 'process' : 'list', queuedAt });
	return got.jobId;
}
