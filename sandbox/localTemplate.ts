import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import type { WorkflowFile } from './n8n/api';
import { REPOSITORY } from './n8n/paths';
import { isRecord } from './vendors/isRecord';

/** A credential that is stored in n8n. */
export interface StoredCredential {
	id: string;
	name: string;
}

export interface LocalSettings {
	/** The stored credential that the Clari nodes use, where a template has some. */
	clariCredential?: StoredCredential;
	/** The one that the nodes use which send rows to Clay. */
	clayTableCredential?: StoredCredential;
	/** The one that the Clay triggers use. */
	clayCallbackCredential?: StoredCredential;
	/** The one that the nodes and triggers of Clari Copilot use. */
	copilotCredential?: StoredCredential;
	/** The one that the Clarky triggers use. */
	clarkyCredential?: StoredCredential;
	/** The one that the Postgres nodes use, where a template has some. */
	postgresCredential?: StoredCredential;
	/** The one that the Webhook nodes with a login use, where a template has some. */
	basicAuthCredential?: StoredCredential;
	/** Takes the place of every Slack webhook URL. */
	slackUrl: string;
	/** Takes the place of the Slack webhook URL of the channel that reviews; default `slackUrl`. */
	reviewUrl?: string;
	/** Takes the place of every Teams webhook URL. */
	teamsUrl?: string;
	/** Takes the place of every address that Clay is to send its results to. */
	callbackUrl?: string;
	/** Takes the place of every address of a CRM. */
	crmUrl?: string;
	/** Takes the place of every catch hook of Zapier. */
	zapierUrl?: string;
	/** Takes the place of every schedule. */
	everySeconds: number;
}

const WORKFLOWS = path.join(REPOSITORY, 'workflows');
const SLACK = 'https://hooks.slack.com/';
const SLACK_REVIEW = '/REVIEW';
const TEAMS = /^https:\/\/[^/]+\.api\.powerplatform\.com\//;
const CRM = 'https://crm.example.com/';
const ZAPIER = 'https://hooks.zapier.com/';

/** n8n (2.41) refuses an interval of less than a minute, and not several that are a minute each. */
const EVERY_FEW_SECONDS = {
	item: Array.from({ length: 12 }, (_none, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	})),
};

/** The importable templates in `workflows/`, by file name. */
export function templateFiles(): string[] {
	return readdirSync(WORKFLOWS)
		.filter((file) => file.endsWith('.json'))
		.sort();
}

/** One of the importable templates in `workflows/`, by file name. */
export function readTemplate(file: string): WorkflowFile {
	return JSON.parse(readFileSync(path.join(WORKFLOWS, file), 'utf8')) as WorkflowFile;
}

/** A template with the few things changed that a user changes too, set for the sandbox: nothing is rewired. */
export function localCopy(template: WorkflowFile, settings: LocalSettings): WorkflowFile {
	return { ...template, nodes: template.nodes.map((node) => localNode(node, settings)) };
}

function localNode(node: INode, settings: LocalSettings): INode {
	const { parameters } = node;
	switch (node.type) {
		case 'n8n-nodes-base.scheduleTrigger': {
			return { ...node, parameters: { ...parameters, rule: everySeconds(settings.everySeconds) } };
		}
		case 'n8n-nodes-revops.clari': {
			// What works on reports asks Clari nothing.
			if (parameters.resource === 'report') return node;
			// The sandbox's jobs are done after a few looks, not after minutes.
			const polling = { firstWait: 0.2, growth: 1 };
			const local = { ...node, parameters: { ...parameters, polling } };
			return withCredential(local, 'clariApi', settings.clariCredential);
		}
		case 'n8n-nodes-revops.clay': {
			const local = withCallbackUrl(node, settings.callbackUrl);
			return withCredential(local, 'clayTableWebhookApi', settings.clayTableCredential);
		}
		case 'n8n-nodes-revops.clayTrigger': {
			return withCredential(node, 'clayCallbackApi', settings.clayCallbackCredential);
		}
		case 'n8n-nodes-revops.clariCopilotTrigger': {
			const local = { ...node, parameters: { ...parameters, pollTimes: EVERY_FEW_SECONDS } };
			return withCredential(local, 'clariCopilotApi', settings.copilotCredential);
		}
		case 'n8n-nodes-revops.clariCopilot': {
			return withCredential(node, 'clariCopilotApi', settings.copilotCredential);
		}
		case 'n8n-nodes-revops.clarkyTrigger': {
			return withCredential(node, 'clarkyWebhookApi', settings.clarkyCredential);
		}
		case 'n8n-nodes-base.postgres': {
			return withCredential(node, 'postgres', settings.postgresCredential);
		}
		case 'n8n-nodes-base.webhook': {
			return withCredential(node, 'httpBasicAuth', settings.basicAuthCredential);
		}
		case 'n8n-nodes-base.httpRequest': {
			const url = localUrl(parameters.url, settings);
			return url === undefined ? node : { ...node, parameters: { ...parameters, url } };
		}
		default: {
			return node;
		}
	}
}

function withCredential(node: INode, type: string, credential?: StoredCredential): INode {
	if (credential === undefined) return node;
	return { ...node, credentials: { ...node.credentials, [type]: credential } };
}

function withCallbackUrl(node: INode, callbackUrl?: string): INode {
	const { options } = node.parameters;
	if (callbackUrl === undefined || !isRecord(options) || !('callbackUrl' in options)) return node;
	return { ...node, parameters: { ...node.parameters, options: { ...options, callbackUrl } } };
}

function localUrl(url: unknown, settings: LocalSettings): string | undefined {
	const { slackUrl, reviewUrl = slackUrl, teamsUrl, crmUrl, zapierUrl } = settings;
	if (typeof url !== 'string') return undefined;
	if (url.startsWith(SLACK)) return url.endsWith(SLACK_REVIEW) ? reviewUrl : slackUrl;
	if (url.startsWith(CRM)) return crmUrl;
	if (url.startsWith(ZAPIER)) return zapierUrl;
	return TEAMS.test(url) ? teamsUrl : undefined;
}

function everySeconds(seconds: number) {
	const interval =
		seconds % 60 === 0
			? { field: 'minutes', minutesInterval: seconds / 60 }
			: { field: 'seconds', secondsInterval: seconds };
	return { interval: [interval] };
}
