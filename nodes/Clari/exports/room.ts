import type { HttpFailure } from '../../shared/http/outcome';
import { nextPause } from '../../shared/polling/polling';
import type { ExportLimits } from '../jobs';
import { apiError, jobError, log } from '../sessionReport';
import type { ClariSession } from '../transport';
import { getLimits } from '../transport';
import type { AdoptableJob } from './adopt';
import type { ExportSettings } from './exportSettings';
import { pauseUntil } from './pause';
import type { ExportProgress } from './progress';
import { quotaError, quotaShortage } from './quota';
import type { Survey } from './survey';
import { retakeSurvey, takeSurvey } from './survey';

const SLOT_HELP =
	"Jobs at a time free up as jobs end: raise 'Timeout' under Polling, or run the workflow at another time.";

/** Slots become free as jobs end: nobody gains by asking more often. */
const SHORTEST_PAUSE_MS = 1_000;

/** What is to be queued: a sentence about it, and how long may be waited for it. */
export interface Attempted {
	/** `Could not queue the export of …` */
	attempted: string;
	/** Milliseconds since the epoch. */
	deadline: number;
	/** Finds a job that can be taken over: then no slot is needed. */
	findRunning?: (survey: Survey) => AdoptableJob | undefined;
}

/**
 * Waits until the organization has a slot for one more job, or needs none for this one. Looks as often as Polling says.
 * Where the limits cannot be read there is nothing to wait for: the request itself shows it.
 *
 * @param first what Clari has said just now
 * @returns what Clari said last
 * @throws NodeOperationError when the quota does not suffice, or no slot becomes free in time
 */
export async function waitForRoom(
	session: ClariSession,
	{ attempted, deadline, findRunning }: Attempted,
	settings: ExportSettings,
	progress: ExportProgress,
	first?: Survey,
): Promise<Survey> {
	const started = Date.now();
	const waitedBefore = progress.slotWaitMs;
	let survey = first ?? (await takeSurvey(session));
	let pause = shortestPause(settings);
	for (;;) {
		const { limits } = survey;
		progress.limits = limits;
		if (limits === undefined || findRunning?.(survey) !== undefined) return survey;
		const shortage = quotaShortage(limits, 1, settings.quotaReserve);
		if (shortage !== undefined) throw quotaError(session, attempted, shortage);
		if ((limits.availableConcurrentLimit ?? 1) > 0) return survey;
		if (Date.now() >= deadline) {
			throw jobError(
				session,
				`${attempted}: no export slot became free in time`,
				`${slotText(limits)} ${SLOT_HELP}`,
			);
		}
		log(session, `Waiting for a free export slot. ${slotText(limits)}`);
		if (!(await pauseUntil(session, pause, deadline))) {
			throw jobError(
				session,
				`${attempted}: the execution was canceled`,
				'No job was queued: it was waiting for a free export slot.',
			);
		}
		pause = Math.max(nextPause(pause, settings.polling), SHORTEST_PAUSE_MS);
		survey = await retakeSurvey(session, survey);
		progress.slotWaitMs = waitedBefore + Date.now() - started;
	}
}

/**
 * Pauses after Clari has refused a job although there was room a moment ago. It answers with one code for two limits:
 * jobs at a time free up, so that is waited for; the quota does not, so that stops the run with the figures.
 */
export async function pauseAfterRefusal(
	session: ClariSession,
	refusal: HttpFailure,
	{ attempted, deadline }: Attempted,
	settings: ExportSettings,
	progress: ExportProgress,
): Promise<void> {
	const started = Date.now();
	const answer = await getLimits(session);
	if (!answer.ok) throw apiError(session, refusal, { attempted });
	const limits = answer.value;
	const shortage = quotaShortage(limits, 1, settings.quotaReserve);
	if (shortage !== undefined) throw apiError(session, refusal, { attempted, detail: shortage });
	if (Date.now() >= deadline) {
		throw apiError(session, refusal, { attempted, detail: slotText(limits) });
	}
	log(session, `The export slot was taken by another. ${slotText(limits)}`);
	const waited = await pauseUntil(session, shortestPause(settings), deadline);
	progress.slotWaitMs += Date.now() - started;
	if (!waited) throw apiError(session, { ...refusal, networkCode: 'CANCELLED' }, { attempted });
}

function slotText(limits: ExportLimits): string {
	// A running job stands in both lists.
	const running = new Set([...limits.runningJobIds, ...limits.submittedJobIds]).size;
	return `All ${limits.concurrentLimit ?? 'available'} export slots are taken (${running} jobs running or queued).`;
}

function shortestPause({ polling }: ExportSettings): number {
	return Math.max(polling.firstWaitMs, SHORTEST_PAUSE_MS);
}
