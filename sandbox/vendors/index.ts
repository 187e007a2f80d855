import { startClari, type ClariOptions, type ClariService } from './clari/service';
import { startClay, type ClayOptions, type ClayService } from './clay/service';
import { startCrm, startZapier } from './receiver/presets';
import { startReceiver, type ReceiverService } from './receiver/service';
import { startSlack, type SlackOptions, type SlackService } from './slack/service';
import { startTeams, type TeamsOptions, type TeamsService } from './teams/service';

export interface SandboxOptions {
	clari?: Omit<ClariOptions, 'host' | 'port'>;
	clay?: Omit<ClayOptions, 'host' | 'port'>;
	slack?: Omit<SlackOptions, 'host' | 'port'>;
	teams?: Omit<TeamsOptions, 'host' | 'port'>;
	/** Default 127.0.0.1: nobody but this machine. */
	host?: string;
	/** 0 or absent: any free port. */
	ports?: {
		clari?: number;
		clay?: number;
		slack?: number;
		teams?: number;
		crm?: number;
		zapier?: number;
	};
}

/** The vendors on this machine: no account, no network, the same numbers for the same seed. */
export interface Sandbox {
	clari: ClariService;
	clay: ClayService;
	slack: SlackService;
	teams: TeamsService;
	/** Takes contacts at `/contacts` and answers 201 with an id. */
	crm: ReceiverService;
	/** A catch hook of Zapier's form. */
	zapier: ReceiverService;
	close(): Promise<void>;
}

/** Starts all stand-ins. Close them when done; open connections are cut. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { host, ports = {} } = options;
	const started: Array<{ close(): Promise<void> }> = [];
	const close = async () => {
		await Promise.all(started.map(async (service) => await service.close()));
	};
	const keep = <T extends { close(): Promise<void> }>(service: T): T => {
		started.push(service);
		return service;
	};
	try {
		return {
			clari: keep(await startClari({ ...options.clari, host, port: ports.clari })),
			clay: keep(await startClay({ ...options.clay, host, port: ports.clay })),
			slack: keep(await startSlack({ ...options.slack, host, port: ports.slack })),
			teams: keep(await startTeams({ ...options.teams, host, port: ports.teams })),
			crm: keep(await startCrm({ host, port: ports.crm })),
			zapier: keep(await startZapier({ host, port: ports.zapier })),
			close,
		};
	} catch (error) {
		// A port is taken: do not leave the services before it behind.
		await close();
		throw error;
	}
}

export { Organisation, type OrganisationOptions } from './clari/organisation';
export { startClari, startClay, startReceiver, startSlack, startTeams };
export { claySignature, type ApiWebhook, type Delivery } from './clay/apiWebhooks';
export type { ClariOptions, ClariService, SlackOptions, SlackService, TeamsOptions, TeamsService };
export type { ClayOptions, ClayService, ReceiverService };
export type { Member } from './clari/hierarchy';
export type { ExportJob, JobStatus, JobView, LimitsView } from './clari/jobs';
export type { Movement, MovementCause, ScriptedMove, ScriptedStep } from './clari/movements';
export type { FiveLists, ResultEntry, ResultUser } from './clari/results';
export type { FlatRow } from './clari/resultsFlat';
export type { ColumnSettings } from './clay/column';
export type { Callback, ClayRow, EnrichedFields, EnrichmentFailure } from './clay/rows';
export type { RoutineItem, RoutineRun } from './clay/routineRuns';
export type { Registration } from './clay/routesRegistration';
export type { ClaySettings } from './clay/settings';
export type { ClaySource, SourceOptions } from './clay/sources';
export type { Received, ReceiverAnswer, ReceiverOptions } from './receiver/service';
export type { ClariSettings, ForecastTab } from './clari/settings';
export type { Fault, FaultEffect, FaultKind, FaultRoute, JobOutcome } from './faults';
export type { CredentialsSeen, Journal, JournalEntry, JournalFilter } from './journal';
export type { SlackMessage } from './slack/inbox';
export type { TeamsMessage } from './teams/service';
