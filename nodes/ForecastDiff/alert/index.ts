import type { SummaryCounts } from '../engine/summary';
import type { DataQualityItem } from '../engine/types';
import { alertContent } from './content';
import { emailHtml } from './email';
import { plainText } from './plainText';
import { slackAlert, type SlackBlock } from './slack';
import { teamsMessage, type TeamsMessage } from './teams';

export type { SlackBlock } from './slack';
export type { TeamsMessage } from './teams';

/** How an alert is written. */
export interface AlertOptions {
	/** BCP 47, for numbers and currencies. Default `en-US`, also for what is no locale. */
	locale?: string;
	/** IANA name, for times. Default `UTC`, also for what is no time zone. */
	timeZone?: string;
	/** The execution in n8n, http or https. */
	executionUrl?: string;
	/** The forecast in Clari, http or https. */
	clariUrl?: string;
}

/** One comparison, written for people. */
export interface Alert {
	/** One line without markup, at most 150 characters. */
	subject: string;
	/** The whole alert as one Slack text (mrkdwn), at most 4,000 characters. */
	text: string;
	/** Block Kit. */
	blocks: SlackBlock[];
	/** The body to POST to a webhook or workflow of Microsoft Teams: a message with one Adaptive Card. */
	adaptiveCard: TeamsMessage;
	/** A complete HTML document for an e-mail, below 100 KB. */
	html: string;
	/** Without markup: the text part of an e-mail, a log, a terminal. */
	plainText: string;
}

/** Writes the alert of a comparison in every form. */
export function writeAlert(
	counts: SummaryCounts,
	dataQuality: readonly DataQualityItem[],
	options: AlertOptions,
): Alert {
	const content = alertContent(counts, dataQuality, options);
	return {
		subject: content.subject,
		...slackAlert(content),
		adaptiveCard: teamsMessage(content),
		html: emailHtml(content),
		plainText: plainText(content),
	};
}
