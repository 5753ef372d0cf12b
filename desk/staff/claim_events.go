package staff

import (
	"encoding/hex"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/steer/report"
)

// eventRow is one event of a claim.
type eventRow struct {
	OccurredOn, RecordedOn, RecordedAt string
	Late                               string
	What, Mode                         string
	Amount, Principal, Left            string
	Actor, Cause                       string
	Seq                                int64
	Hash                               string
	Why                                string // for those left out: later, or known later
}

// eventRows are the events that count as of the date as known at the instant,
// the decision first, and those that do not count yet.
func eventRows(t translate, l report.Language, cf *claimFile, asOf calendar.Date, k known) (counted, later []eventRow) {
	d := &cf.decision
	first := storedRow(t, &cf.decided)
	first.What, first.Amount, first.Principal, first.Left = report.KindText(claim.Decided, l), d.Principal.String(), d.Principal.String(), d.Principal.String()
	if first.Why = left(t, d.DecidedOn, calendar.StartOfDay(d.DecidedOn), asOf, k); first.Why == "" {
		counted = append(counted, first)
	} else {
		first.Left = ""
		later = append(later, first)
	}
	for n := range cf.events {
		e := &cf.events[n]
		row := storedRow(t, &cf.stored[n])
		row.What, row.Mode = report.KindText(e.Kind, l), t.mode(e.Mode)
		if e.Amount != 0 {
			row.Amount, row.Principal = e.Amount.String(), e.ToPrincipal.String()
		}
		if row.Why = left(t, e.OccurredOn, e.RecordedAt, asOf, k); row.Why != "" {
			later = append(later, row)
			continue
		}
		after := claim.Fold(d, cf.events[:n+1], asOf, k.at)
		row.Left = after.Outstanding.String()
		counted = append(counted, row)
	}
	return counted, later
}

// left says why an event does not count, or nothing.
func left(t translate, occurred calendar.Date, recorded calendar.Instant, asOf calendar.Date, k known) string {
	switch after, unknown := occurred > asOf, recorded > k.at; {
	case after && unknown:
		return t("event.both")
	case after:
		return t("event.later")
	case unknown:
		return t("event.unknown")
	}
	return ""
}

func storedRow(t translate, e *journal.Event) eventRow {
	recorded := e.RecordedAt.Date()
	row := eventRow{OccurredOn: e.OccurredOn.String(), RecordedOn: recorded.String(), RecordedAt: clock(e.RecordedAt),
		Actor: e.Actor, Cause: e.Cause, Seq: e.Seq, Hash: hex.EncodeToString(e.Hash[:6])}
	if days := recorded - e.OccurredOn; days > lateDays {
		row.Late = t("event.late", number(int64(days)))
	}
	return row
}

// eventTable is a table of events.
type eventTable struct {
	page
	ID, Caption string
	Later       bool
	Rows        []eventRow
}

// EventTable is the table of what counts ("counted") or of what does not yet ("later").
func (v claimView) EventTable(id string) eventTable {
	if id == "later" {
		return eventTable{v.page, id, v.T("claim.later.caption"), true, v.Later}
	}
	return eventTable{v.page, id, v.T("claim.events.caption"), false, v.Events}
}
