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
	Details                            []string // what only few kinds state
	Amount, Principal, Left            string
	Actor, Cause                       string
	Seq                                int64
	Hash                               string
	Why                                string // for those left out: later, or known later
}

// eventRows are the events that count as of the date as known at the instant,
// the decision first, and those that do not count yet.
func eventRows(t translate, lang report.Language, l *claimLife) (counted, later []eventRow, err error) {
	d, k := &l.decision, l.known
	first := storedRow(t, &l.decided)
	first.What, first.Amount, first.Principal, first.Left = report.KindText(claim.Decided, lang), d.Principal.String(), d.Principal.String(), d.Principal.String()
	if first.Why = left(t, d.DecidedOn, calendar.StartOfDay(d.DecidedOn), l.asOf, k); first.Why == "" {
		counted = append(counted, first)
	} else {
		first.Left = ""
		later = append(later, first)
	}
	byLaw := l.isByLaw()
	for n := range l.events {
		e := &l.events[n]
		row := storedRow(t, &l.stored[n])
		row.What, row.Mode = report.KindText(e.Kind, lang), t.mode(e.Mode)
		row.Details = l.details(t, e)
		if e.Amount != 0 {
			row.Amount, row.Principal = e.Amount.String(), l.toPrincipal(n)
		}
		if row.Why = left(t, e.OccurredOn, e.RecordedAt, l.asOf, k); row.Why != "" {
			later = append(later, row)
			continue
		}
		if !byLaw {
			row.Left = claim.Fold(d, l.events[:n+1], l.asOf, k.at).Outstanding.String()
		} else {
			a, err := claim.NewAccount(d, l.events[:n+1], e.OccurredOn, k.at, l.law.At(k.at), false)
			if err != nil {
				return nil, nil, err
			}
			row.Left = l.capitalText(t, a.Capital(), e.OccurredOn)
		}
		counted = append(counted, row)
	}
	return counted, later, nil
}

// toPrincipal is how much of an event's amount went to principal: as booked, or
// as the account divided it; "" where the amount is not divided.
func (l *claimLife) toPrincipal(n int) string {
	e := &l.events[n]
	switch {
	case !e.ByLaw && (e.ToPrincipal != 0 || e.Kind == claim.Paid || e.Kind == claim.PaymentReversed || e.Kind == claim.Waived):
		return e.ToPrincipal.String()
	case e.Kind == claim.Paid:
		for _, p := range l.account.Payments {
			if p.Event == n {
				return (p.Parts.Of(claim.Principal) + p.Parts.Of(claim.Charge)).String()
			}
		}
	}
	return ""
}

// details are what only few events state, in words.
func (l *claimLife) details(t translate, e *claim.Event) []string {
	d := e.Detail()
	var all []string
	say := func(holds bool, key string, args ...any) {
		if holds {
			all = append(all, t(key, args...))
		}
	}
	say(d.Count > 0 && e.Kind == claim.PlanAgreed, "detail.instalments", int(d.Count))
	say(d.Count > 0 && e.Kind == claim.LimitationExtended, "detail.years", int(d.Count))
	say(d.First != calendar.None, "detail.first", d.First.String())
	say(d.Second > 0, "detail.second", d.Second.String())
	say(d.Until != calendar.None, "detail.until", d.Until.String())
	if d.Part != claim.NoPart {
		all = append(all, t("order."+d.Part.String()))
	}
	for n, debtor := range l.decision.Debtors {
		say(len(l.decision.Debtors) > 1 && debtor.Number == d.Debtor, "detail.debtor", n+1)
	}
	say(d.Ref != "", "detail.ref", d.Ref)
	say(d.Reason != "", "detail.reason", d.Reason)
	return all
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
