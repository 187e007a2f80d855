import { startClari, type ClariOptions, type ClariService } from './clari/service';
import { startSlack, type SlackOptions, type SlackService } from './slack/service';

export interface SandboxOptions {
	clari?: Omit<ClariOptions, 'host' | 'port'>;
	slack?: Omit<SlackOptions, 'host' | 'port'>;
	/** Default 127.0.0.1: nobody but this machine. */
	host?: string;
	/** 0 or absent: any free port. */
	ports?: { clari?: number; slack?: number };
}

/** The vendors on this machine: no account, no network, the same numbers for the same seed. */
export interface Sandbox {
	clari: ClariService;
	slack: SlackService;
	close(): Promise<void>;
}

/** Starts all stand-ins. Close them when done; open connections are cut. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { host, ports = {} } = options;
	const clari = await startClari({ ...options.clari, host, port: ports.clari });
	try {
		const slack = await startSlack({ ...options.slack, host, port: ports.slack });
		return {
			clari,
			slack,
			async close() {
				await Promise.all([clari.close(), slack.close()]);
			},
		};
	} catch (error) {
		// The second port is taken: do not leave the first service behind.
		await clari.close();
		throw error;
	}
}

export { Organisation, type OrganisationOptions } from './clari/organisation';
export { startClari, startSlack };
export type { ClariOptions, ClariService, SlackOptions, SlackService };
export type { Member } from './clari/hierarchy';
export type { ExportJob, JobStatus, JobView, LimitsView } from './clari/jobs';
export type { Movement, MovementCause, ScriptedMove, ScriptedStep } from './clari/movements';
export type { FiveLists, ResultEntry, ResultUser } from './clari/results';
export type { FlatRow } from './clari/resultsFlat';
export type { ClariSettings, ForecastTab } from './clari/settings';
export type { Fault, FaultEffect, FaultKind, FaultRoute, JobOutcome } from './faults';
export type { CredentialsSeen, Journal, JournalEntry, JournalFilter } from './journal';
export type { SlackMessage } from './slack/inbox';
