import type { AlertContent } from './content';
import { displayLists, type DisplayLists, type DisplayRow } from './displayRow';
import { COLORS, FONT, STYLE_SHEET, TONE_COLORS } from './emailStyle';
import { fitRows } from './fitRows';
import { escapeHtml, htmlPhrase } from './html';
import { joined, type Phrase } from './phrase';
import { ARROWS } from './tone';

/** Bytes. Gmail cuts messages off at 102 KB, headers and the other parts not counted. */
const MAX_BYTES = 90_000;

type Rows = DisplayLists<string>;

/** In the order in which what does not fit is left out last; the shares add up to 1. */
const SHARES: ReadonlyArray<readonly [keyof Rows, number]> = [
	['changes', 0.6],
	['balances', 0.2],
	['teams', 0.2],
];

/**
 * The alert as a complete HTML document: tables and inline styles, because Outlook knows nothing else; no scripts, no
 * pictures, nothing that is loaded.
 */
export function emailHtml(content: AlertContent): string {
	const { balances, changes, teams } = displayLists(content);
	const all: Rows = {
		balances: balances.map(rowHtml),
		changes: changes.map(rowHtml),
		teams: teams.map(rowHtml),
	};
	const frame = htmlBytes(documentOf(content, { changes: [], balances: [], teams: [] })) + 2000;
	const counts = fitRows(
		SHARES.map(([part, share]) => ({ costs: all[part].map(htmlBytes), share })),
		MAX_BYTES - frame,
	);
	const fitting = { ...all };
	SHARES.forEach(([part], position) => {
		fitting[part] = all[part].slice(0, counts[position]);
	});
	return documentOf(content, fitting);
}

function documentOf(content: AlertContent, rows: Rows): string {
	const { headline, subject, problems, marks, missing, warnings, basis, links } = content;
	const listed = (part: keyof Rows, title: string) => {
		const more = content[part].moreText(content[part].rows.length - rows[part].length);
		if (rows[part].length === 0 && more === null) return '';
		return (
			cell(
				`<h2 class="muted" style="margin:0;font:600 12px/18px ${FONT};letter-spacing:.06em;text-transform:uppercase;color:${COLORS.muted}">${title}</h2>`,
				'24px 28px 4px',
			) +
			rows[part].join('') +
			(more === null ? '' : cell(paragraph('muted', COLORS.muted, escapeHtml(more)), '8px 28px 0'))
		);
	};
	const state = [
		...(missing === null ? [] : [missing]),
		...(marks.length === 0 ? [] : [joined(marks, ' · ')]),
	];
	const foot = [
		...(basis === null ? [] : [paragraph('muted', COLORS.muted, htmlPhrase(basis))]),
		...(links.length === 0
			? []
			: [paragraph('muted', COLORS.muted, links.map(anchor).join(' &nbsp; '))]),
	];
	return `<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escapeHtml(subject)}</title>
<style>${STYLE_SHEET}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:${COLORS.page};-webkit-text-size-adjust:100%">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${COLORS.page}">
<tr><td class="page" align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:680px;table-layout:fixed;background:${COLORS.card};border:1px solid ${COLORS.line};border-radius:10px">
${cell(`<h1 class="ink" style="margin:0;font:600 22px/30px ${FONT};color:${COLORS.ink}">${escapeHtml(headline)}</h1>`, '24px 28px 0')}
${problems.map((problem) => box('critical', COLORS.criticalBack, problem)).join('')}
${listed('balances', 'Totals')}
${listed('changes', 'Largest changes')}
${listed('teams', 'Teams')}
${state.length === 0 ? '' : cell(state.map((line) => paragraph('ink', COLORS.ink, htmlPhrase(line))).join(''), '16px 28px 0')}
${warnings.map((warning) => box('warning', COLORS.warningBack, warning)).join('')}
${foot.length === 0 ? '' : cell(foot.join(''), '20px 28px 0')}
${cell('', '0 28px 24px')}
</table>
</td></tr>
</table>
</body>
</html>
`;
}

/** What it is on the left, the amounts on the right, why below both. */
function rowHtml({ title, subtitle, remarks, badge, amounts, move, tone }: DisplayRow): string {
	const left =
		`<div class="ink" style="font:600 15px/21px ${FONT};color:${COLORS.ink}">${htmlPhrase(title)}${badge === null ? '' : pill(badge)}</div>` +
		muted(htmlPhrase(subtitle));
	const right =
		`<div class="ink" style="font:400 14px/21px ${FONT};color:${COLORS.ink}">${escapeHtml(amounts)}</div>` +
		`<div class="${tone}" style="font:600 14px/20px ${FONT};color:${TONE_COLORS[tone]}">${ARROWS[tone]} ${escapeHtml(move)}</div>`;
	const below =
		remarks.length === 0
			? ''
			: `<tr><td colspan="2" style="overflow-wrap:anywhere">${muted(htmlPhrase(joined(remarks, ' · ')))}</td></tr>`;
	const gap = '<tr><td colspan="2" height="9" style="font-size:0;line-height:9px">&nbsp;</td></tr>';
	return cell(
		`<table role="presentation" class="line" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;border-bottom:1px solid ${COLORS.line}">` +
			`${gap}<tr>` +
			`<td width="56%" valign="top" style="padding-right:12px;overflow-wrap:anywhere;word-break:break-word">${left}</td>` +
			`<td width="44%" valign="top" align="right" style="overflow-wrap:anywhere">${right}</td>` +
			`</tr>${below}${gap}</table>`,
		'0 28px',
	);
}

function muted(html: string): string {
	return `<div class="muted" style="font:400 13px/19px ${FONT};color:${COLORS.muted}">${html}</div>`;
}

function pill(words: string): string {
	return ` <span class="badge" style="display:inline-block;padding:0 8px;border-radius:9px;background:${COLORS.warningBack};font:600 12px/18px ${FONT};color:${COLORS.currency}">${escapeHtml(words)}</span>`;
}

function cell(html: string, padding: string): string {
	return `<tr><td class="pad" style="padding:${padding}">${html}</td></tr>\n`;
}

function paragraph(name: string, color: string, html: string): string {
	return `<p class="${name}" style="margin:6px 0 0;font:400 13px/19px ${FONT};color:${color};overflow-wrap:anywhere">${html}</p>`;
}

function box(name: string, background: string, message: Phrase): string {
	return cell(
		`<div class="${name} note" style="padding:12px 14px;border-radius:8px;background:${background};font:400 14px/20px ${FONT};color:${COLORS.ink};overflow-wrap:anywhere">⚠ ${htmlPhrase(message)}</div>`,
		'16px 28px 0',
	);
}

function anchor({ label, url }: { label: string; url: string }): string {
	return `<a class="link" href="${escapeHtml(url)}" style="color:${COLORS.accent};font-weight:600;text-decoration:none">${escapeHtml(label)} →</a>`;
}

/** UTF-8 bytes, never too few: three for everything but ASCII (four of a pair of halves count as six). */
function htmlBytes(html: string): number {
	let bytes = html.length;
	for (let position = 0; position < html.length; position++) {
		if (html.charCodeAt(position) > 0x7f) bytes += 2;
	}
	return bytes;
}
