import type { SlackBlock } from '../../nodes/ForecastDiff/alert';

const EMOJI: Record<string, string> = {
	chart_with_upwards_trend: '📈',
	chart_with_downwards_trend: '📉',
	left_right_arrow: '↔️',
	currency_exchange: '💱',
	busts_in_silhouette: '👥',
	hourglass_flowing_sand: '⏳',
	rotating_light: '🚨',
	warning: '⚠️',
};

/**
 * What Slack makes of mrkdwn (docs.slack.dev, "Formatting text for app surfaces"): bold, italic, strike, code, links,
 * mentions and emoji. The entities of the text are those of HTML.
 */
export function mrkdwnToHtml(mrkdwn: string): string {
	return mrkdwn
		.replace(/<(https?:[^|>]+)\|([^>]*)>/g, '\ue000a href="$1"\ue001$2\ue000/a\ue001')
		.replace(/<([!@#][^>]*)>/g, '\ue000mark class="mention"\ue001$1\ue000/mark\ue001')
		.replace(/>/g, '&gt;')
		.replace(/</g, '&lt;')
		.replace(/(^|[\s(])\*([^*\n]+)\*(?=$|[\s.,:;!?)])/gm, '$1<b>$2</b>')
		.replace(/(^|[\s(>])_([^_\n]+)_(?=$|[\s.,:;!?)<])/gm, '$1<i>$2</i>')
		.replace(/(^|[\s(>])~([^~\n]+)~(?=$|[\s.,:;!?)<])/gm, '$1<s>$2</s>')
		.replace(/`([^`\n]+)`/g, '<code>$1</code>')
		.replace(/:([a-z0-9_+-]+):/g, (code, name: string) => EMOJI[name] ?? code)
		.replace(/\ue000/g, '<')
		.replace(/\ue001/g, '>')
		.replace(/\n/g, '<br>');
}

/** A message in a channel, with the measures of Slack's desktop app. */
export function slackPage(blocks: readonly SlackBlock[]): string {
	const body = blocks
		.map((block) => {
			if (block.type === 'header') {
				const { text } = block.text;
				return `<div class="header">${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</div>`;
			}
			if (block.type === 'section') {
				return `<div class="section">${mrkdwnToHtml(block.text.text)}</div>`;
			}
			const elements = block.elements.map(({ text }) => `<span>${mrkdwnToHtml(text)}</span>`);
			return `<div class="context">${elements.join('')}</div>`;
		})
		.join('\n');
	return `<!DOCTYPE html><html><head><meta charset="utf-8"><style>
body{margin:0;padding:20px;background:#fff;color:#1d1c1d;font:15px/22px Lato,'DejaVu Sans',sans-serif}
.message{display:flex;gap:8px}.avatar{flex:none;width:36px;height:36px;border-radius:8px;background:#ff6d5a;color:#fff;font:700 15px/36px sans-serif;text-align:center}
.content{min-width:0;flex:1}.who{font-weight:900}.who small{margin-left:6px;padding:1px 4px;border-radius:3px;background:#ececec;color:#616061;font-weight:400;font-size:10px}
.header{margin:8px 0;font-weight:900;font-size:18px;line-height:24px}.section{margin:8px 0;overflow-wrap:anywhere}
.context{display:flex;flex-wrap:wrap;gap:2px 8px;margin:6px 0;color:#616061;font-size:13px;line-height:19px;overflow-wrap:anywhere}
.context span{max-width:100%}a{color:#1264a3;text-decoration:none}
</style></head><body><div class="message"><div class="avatar">n8n</div><div class="content">
<div class="who">Forecast Alerts<small>APP</small></div>
${body}
</div></div></body></html>`;
}
