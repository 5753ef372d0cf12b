package casefile

import (
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
)

// askLimitation answers "CLAIM on DATE, known at DATE, for DEBTOR".
func (r *run) askLimitation(b *block) error {
	q, d, events, law, err := r.claimOn(b)
	if err != nil {
		return err
	}
	var debtor identity.Number
	for _, o := range q.others {
		number, ok := strings.CutPrefix(o, "for ")
		if debtor, err = identity.Parse(number); !ok || err != nil {
			return r.fault(b.line, "%q is not known here; write CLAIM on DATE, known at DATE, for DEBTOR with twelve digits", o)
		}
	}
	if debtor != 0 {
		r.answer = claim.LimitationAgainst(d, debtor, events, q.on, q.knownAt, law)
	} else {
		r.answer = claim.LimitationOf(d, events, q.on, q.knownAt, law)
	}
	return nil
}

// askDeadlines answers "CLAIM on DATE, known at DATE".
func (r *run) askDeadlines(b *block) error {
	q, d, events, law, err := r.claimOn(b)
	if err != nil {
		return err
	}
	if len(q.others) > 0 {
		return r.fault(b.line, "%q is not known here; write CLAIM on DATE, known at DATE", q.others[0])
	}
	r.answer = claim.DeadlinesOf(d, events, q.on, q.knownAt, law)
	return nil
}

// claimOn loads what a question about a claim on a day needs.
func (r *run) claimOn(b *block) (q question, d *claim.Decision, events []claim.Event, law *claim.Law, err error) {
	if q, err = r.ask(b); err != nil {
		return
	}
	if q.on == calendar.None {
		err = r.fault(b.line, "no day is named: write CLAIM on DATE")
		return
	}
	d, events, err = r.load(b.line, q.claim)
	return q, d, events, r.law.At(q.knownAt), err
}

// thenLastDay compares the last day of limitation, or to ask for reconsideration.
func (r *run) thenLastDay(b *block) error {
	var got string
	switch a := r.answer.(type) {
	case *claim.Limitation:
		if got = dayText(a.Last); a.Pending {
			got = "none while pending"
		}
	case *claim.Deadlines:
		got = dayText(a.LastDay)
	}
	if err := r.isDay(b, "none while pending"); err != nil {
		return err
	}
	r.compare(b.line, b.head[len("then "):], b.rest, got)
	return nil
}

// thenDay compares one of the other days.
func (r *run) thenDay(b *block) error {
	if err := r.isDay(b, ""); err != nil {
		return err
	}
	a := r.answer.(*claim.Deadlines)
	name := strings.TrimPrefix(b.head, "then ")
	got := map[string]calendar.Date{"due": a.Due, "served": a.Served, "final": a.Final, "earliest hand-over": a.EarliestHandover}[name]
	r.compare(b.line, name, b.rest, dayText(got))
	return nil
}

// isDay refuses what is neither a date nor one of the words for none.
func (r *run) isDay(b *block, other string) error {
	if b.rest == "none" || b.rest == other && other != "" {
		return nil
	}
	if _, err := calendar.Parse(b.rest); err != nil {
		return r.fault(b.line, "%v; none is written none", err)
	}
	return nil
}

// chainColumns are the columns of a chain; each may be left out.
var chainColumns = []string{"on", "why", "last day", "law"}

// reasons are why a link is in the chain, as a case names it.
var reasons = map[claim.LinkReason]string{claim.LinkDecided: "decided", claim.LinkDue: "due", claim.LinkPaid: "paid",
	claim.LinkAcknowledged: "acknowledged", claim.LinkNotice: "notice received", claim.LinkProceedings: "proceedings",
	claim.LinkEnded: "proceedings ended", claim.LinkNoNotice: "proceedings unknown to the debtor", claim.LinkDeferral: "deferral ended",
	claim.LinkRespite: "respite", claim.LinkRestructured: "restructuring", claim.LinkCourt: "extended by a court"}

// thenChain compares the whole chain, link by link.
func (r *run) thenChain(b *block) error {
	columns, rows, err := r.table(b, chainColumns...)
	if err != nil {
		return err
	}
	chain := r.answer.(*claim.Limitation).Chain
	r.compare(b.line, "links of the chain", fmt.Sprint(len(rows)), fmt.Sprint(len(chain)))
	for i, row := range rows {
		if i >= len(chain) {
			break
		}
		l := &chain[i]
		got := map[string]string{"on": l.On.String(), "why": reasons[l.Why], "last day": dayText(l.Last), "law": string(l.Law)}
		for _, c := range columns {
			r.compare(row.at, fmt.Sprintf("%s of link %d", c, i+1), row.cells[c], got[c])
		}
	}
	return nil
}
