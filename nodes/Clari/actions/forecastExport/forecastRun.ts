import type { NodeFailure } from '../../../shared/errors/nodeError';
import { attempt } from '../../../shared/errors/nodeError';
import { redactSecrets } from '../../../shared/errors/vendorError';
import { GET_RESULT } from '../../errors';
import { completeExport } from '../../exports/complete';
import type { ForecastExport } from '../../exports/exportRequest';
import type { ExportSettings } from '../../exports/exportSettings';
import { ExportProgress } from '../../exports/progress';
import { LastFile } from '../../exports/lastFile';
import type { Survey } from '../../exports/survey';
import type { PeriodOutcome } from '../../results/coverage';
import { profileOf } from '../../results/fileProfile';
import { differenceTo } from '../../results/sameRequest';
import type { ReportSubject } from '../../reports/exportReport';
import { requestText } from '../../reports/requestText';
import { jobError } from '../../sessionReport';
import type { ClariSession } from '../../transport';
import type { ExportOutputs } from '../exportOutputs';
import { checkForecast } from './checkForecast';
import type { Asked, LoadedForecast } from './loadForecast';
import { loadForecast } from './loadForecast';
import type { ResultSettings } from './resultParameters';

/** One export of a run, from queueing to its rows; keeps what it has, so that it is not lost when another one fails. */
export class ForecastRun {
	readonly asked: Asked;

	loaded?: LoadedForecast;

	private state: 'notStarted' | 'failed' | 'completed' = 'notStarted';

	private progress?: ExportProgress;

	constructor(
		private readonly session: ClariSession,
		readonly wanted: ForecastExport,
		/** Which export of the input item it is, from 0. */
		private readonly index: number,
	) {
		const { forecastId, body, currentBy } = wanted;
		this.asked = { forecastId, timePeriod: body.timePeriod, currentBy };
	}

	private get subject(): ReportSubject {
		const { forecastId, timePeriod } = this.asked;
		const request = requestText(this.wanted.body);
		return { kind: 'forecast', operation: 'run', forecastId, timePeriod, request };
	}

	get jobId(): string | undefined {
		return this.progress?.jobId;
	}

	/** The job, unless it has ended without a file. */
	get fetchableJobId(): string | undefined {
		return this.progress?.hasEnded ? undefined : this.jobId;
	}

	/**
	 * Does the export and reports it.
	 *
	 * @param first what Clari has said just now; asked when absent
	 */
	async complete(
		settings: ExportSettings & ResultSettings,
		outputs: ExportOutputs,
		first?: Survey,
	): Promise<void> {
		this.state = 'failed';
		const { session } = this;
		const result = await attempt(session.context.getNode(), session.itemIndex, async () => {
			await outputs.report(session, this.subject, this.index, async (progress) => {
				this.progress = progress;
				this.loaded = await this.load(settings, progress, first);
				checkForecast(session, this.loaded, this.asked, settings, progress);
				this.keepProfile(this.loaded);
			});
		});
		if (!result.ok) throw this.named(result.error);
		this.state = 'completed';
	}

	/** Reports that the export was not begun, and why. */
	refuse(outputs: ExportOutputs, error: NodeFailure): void {
		outputs.add(this.session, this.subject, this.index, new ExportProgress(), error);
	}

	/** What became of the period. */
	get outcome(): PeriodOutcome {
		const { asked, loaded, jobId, state } = this;
		const timePeriod = asked.timePeriod ?? '';
		const rows = loaded?.result?.rows ?? [];
		if (state !== 'completed' || loaded?.result === undefined) {
			return { timePeriod, status: state === 'notStarted' ? state : 'failed', jobId, rows: [] };
		}
		const { job, result } = loaded;
		if (result.otherPeriod !== undefined) return { timePeriod, status: 'otherPeriod', jobId, rows };
		if (loaded.isEmpty) return { timePeriod, status: 'empty', jobId, rows };
		const { top } = result;
		return { timePeriod, status: job.truncated ? 'truncated' : 'returned', jobId, rows, top };
	}

	/** A job that is known by its looks is kept only when its file proves to be of this request. */
	private async load(
		settings: ExportSettings & ResultSettings,
		progress: ExportProgress,
		first?: Survey,
	): Promise<LoadedForecast> {
		const { session, wanted, asked } = this;
		const job = await completeExport(session, wanted, settings, progress, { first });
		const loaded = await loadForecast(session, job, asked, settings, progress);
		if (!progress.byLooks) return loaded;
		const before = new LastFile(session, wanted).read();
		const difference = differenceTo(wanted.body, job, loaded.result, before, Date.now());
		progress.check('request_matches', difference === undefined);
		if (difference === undefined) return loaded;
		if (progress.adopted === undefined) throw this.foreignError(job.jobId, difference);
		progress.drop();
		const second = await completeExport(session, wanted, settings, progress, {
			why: `Export job ${job.jobId}, which was running already, is not proven to be the same export: ${difference}.`,
		});
		return await loadForecast(session, second, asked, settings, progress);
	}

	/** The error about a job that was found where the queueing was not answered: another one is not queued blindly. */
	private foreignError(jobId: string, difference: string) {
		return jobError(
			this.session,
			`Export job ${jobId}, found after the request to queue ${this.wanted.subject} was not answered, is not proven to be that export: ${difference}`,
			`It is not certain whether Clari queued the export. Look with 'Export Job: Get Many' for another job of this tab, and fetch the right one with ${GET_RESULT.forecast}, before you run this again: each run costs an export.`,
		);
	}

	/** Several periods are exported at a time, and most errors name the job alone: says first which export has failed. */
	private named(failure: NodeFailure): NodeFailure {
		const { subject } = this.wanted;
		const description = failure.description ?? '';
		if (`${failure.message} ${description}`.includes(subject)) return failure;
		const name = `This is the export of ${subject}.`;
		const text = description === '' ? name : `${name} ${description}`;
		failure.description = redactSecrets(text, this.session.connection.secrets);
		return failure;
	}

	/** Remembers what a file of this request is like, so that a later run can recognise one. */
	private keepProfile({ job, result }: LoadedForecast): void {
		const profile = result && profileOf(job, result);
		if (profile !== undefined) new LastFile(this.session, this.wanted).keep(profile);
	}
}
