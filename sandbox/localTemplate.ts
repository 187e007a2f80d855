import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import type { WorkflowFile } from './n8n/api';
import { REPOSITORY } from './n8n/paths';

export interface LocalSettings {
	/** The stored credential that the Clari nodes use. */
	clariCredential: { id: string; name: string };
	/** Takes the place of every Slack webhook URL. */
	slackUrl: string;
	/** Takes the place of every schedule. */
	everySeconds: number;
}

const SLACK = 'https://hooks.slack.com/';

/** One of the importable templates in `workflows/`, by file name. */
export function readTemplate(file: string): WorkflowFile {
	return JSON.parse(readFileSync(path.join(REPOSITORY, 'workflows', file), 'utf8')) as WorkflowFile;
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
			const credentials = { ...node.credentials, clariApi: settings.clariCredential };
			// The sandbox's jobs are done after a few looks, not after minutes.
			const polling = { firstWait: 0.2, growth: 1 };
			return { ...node, credentials, parameters: { ...parameters, polling } };
		}
		case 'n8n-nodes-base.httpRequest': {
			const { url } = parameters;
			if (typeof url !== 'string' || !url.startsWith(SLACK)) return node;
			return { ...node, parameters: { ...parameters, url: settings.slackUrl } };
		}
		default: {
			return node;
		}
	}
}

function everySeconds(seconds: number) {
	const interval =
		seconds % 60 === 0
			? { field: 'minutes', minutesInterval: seconds / 60 }
			: { field: 'seconds', secondsInterval: seconds };
	return { interval: [interval] };
}
