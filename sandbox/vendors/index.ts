import { startClari, type ClariOptions, type ClariService } from './clari/service';
import { startClarky, type ClarkyOptions, type ClarkyService } from './clarky/service';
import { startClay, type ClayOptions, type ClayService } from './clay/service';
import { startCopilot, type CopilotOptions, type CopilotService } from './copilot/service';
import { startCrm, startZapier } from './receiver/presets';
import { startReceiver, type ReceiverService } from './receiver/service';
import { startSlack, type SlackOptions, type SlackService } from './slack/service';
import { startTeams, type TeamsOptions, type TeamsService } from './teams/service';

export interface SandboxOptions {
	clari?: Omit<ClariOptions, 'host' | 'port'>;
	clarky?: ClarkyOptions;
	clay?: Omit<ClayOptions, 'host' | 'port'>;
	copilot?: Omit<CopilotOptions, 'host' | 'port'>;
	slack?: Omit<SlackOptions, 'host' | 'port'>;
	teams?: Omit<TeamsOptions, 'host' | 'port'>;
	/** Default 127.0.0.1: nobody but this machine. */
	host?: string;
	/** 0 or absent: any free port. */
	ports?: {
		clari?: number;
		clay?: number;
		copilot?: number;
		slack?: number;
		teams?: number;
		crm?: number;
		zapier?: number;
	};
}

/** The vendors on this machine: no account, no network, the same numbers for the same seed. */
export interface Sandbox {
	clari: ClariService;
	/** Sends events; it listens to nothing. */
	clarky: ClarkyService;
	clay: ClayService;
	copilot: CopilotService;
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
			clarky: keep(await startClarky(options.clarky)),
			clay: keep(await startClay({ ...options.clay, host, port: ports.clay })),
			copilot: keep(await startCopilot({ ...options.copilot, host, port: ports.copilot })),
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
export { startClari, startClarky, startClay, startCopilot, startReceiver, startSlack, startTeams };
export { claySignature, type ApiWebhook, type Delivery } from './clay/apiWebhooks';
export type { ClariOptions, ClariService, SlackOptions, SlackService, TeamsOptions, TeamsService };
export { CLARKY_EVENTS, type ClarkyEventName } from './clarky/events';
export type { Occurrence } from './clarky/occurrence';
export type { ClarkyDelivery, ClarkyWebhook, SentEvent } from './clarky/service';
export type { ClarkyOptions, ClarkyService };
export type { ClayOptions, ClayService, CopilotOptions, CopilotService, ReceiverService };
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
export type { CallPlan } from './copilot/callPlan';
export type { CopilotDelivery } from './copilot/deliveries';
export type { CopilotWebhook } from './copilot/routesWebhooks';
export type { CopilotSettings } from './copilot/settings';
export type { Received, ReceiverAnswer, ReceiverOptions } from './receiver/service';
export type { ClariSettings, ForecastTab } from './clari/settings';
export type { Fault, FaultEffect, FaultKind, FaultRoute, JobOutcome } from './faults';
export type { CredentialsSeen, Journal, JournalEntry, JournalFilter } from './journal';
export type { SlackMessage } from './slack/inbox';
export type { TeamsMessage } from './teams/service';
