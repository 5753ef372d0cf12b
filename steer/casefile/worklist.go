package casefile

import (
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/night"
	"balans/recover/worklist"
)

// listAnswer is the claims on a work list, in its order.
type listAnswer struct {
	question // whose claim is the list
	columns  *claim.Columns
	rows     []worklist.Row
}

// askWorklist answers "LIST on DATE, known at DATE".
func (r *run) askWorklist(b *block) error {
	q, err := r.askOn(b, "LIST on DATE, known at DATE")
	if err != nil {
		return err
	}
	l, ok := worklist.ByID(q.claim)
	if !ok {
		var all []string
		for _, known := range worklist.Lists() {
			all = append(all, known.ID)
		}
		return r.fault(b.line, "there is no work list %q; they are %s", q.claim, strings.Join(all, ", "))
	}
	a := &listAnswer{question: q}
	if a.columns, err = claim.ReadColumns(r.ctx, r.j, nil); err == nil {
		a.rows, err = worklist.Rows(a.columns, worklist.Query{On: q.on, KnownAt: q.knownAt}, l)
	}
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	r.answer = a
	return nil
}

// askOn reads a question that names a day and has no parts of its own.
func (r *run) askOn(b *block, form string) (question, error) {
	q, err := r.ask(b)
	switch {
	case err != nil:
		return q, err
	case q.on == calendar.None:
		return q, r.fault(b.line, "no day is named: write %s", form)
	case len(q.others) > 0:
		return q, r.fault(b.line, "%q is not known here; write %s", q.others[0], form)
	}
	return q, nil
}

// ids are the claims on the list, in its order.
func (a *listAnswer) ids() (all []string) {
	for i := range a.rows {
		all = append(all, a.columns.ID(a.rows[i].Claim))
	}
	return all
}

// named are the claims named after a word and below it; none names none.
func (b *block) named() (all []string) {
	if b.rest == "none" {
		return nil
	}
	for _, l := range b.content() {
		all = append(all, strings.Fields(l.text)...)
	}
	return all
}

// thenOnIt compares which claims are on the list, in any order.
func (r *run) thenOnIt(b *block) error {
	a := r.answer.(*listAnswer)
	want, got := b.named(), a.ids()
	slices.Sort(want)
	slices.Sort(got)
	r.compare(b.line, fmt.Sprintf("claims on %s on %s", a.claim, a.on), strings.Join(want, " "), strings.Join(got, " "))
	return nil
}

// thenInOrder compares the claims on the list, the first that is to be done first.
func (r *run) thenInOrder(b *block) error {
	a := r.answer.(*listAnswer)
	r.compare(b.line, fmt.Sprintf("the order of %s on %s", a.claim, a.on), strings.Join(b.named(), " "), strings.Join(a.ids(), " "))
	return nil
}

// thenScore compares the priority of a claim on the list, part by part: points
// times weight, and the sum.
func (r *run) thenScore(b *block) error {
	a := r.answer.(*listAnswer)
	got := "not on the list"
	if i := slices.Index(a.ids(), b.arg); i >= 0 {
		var all []string
		for _, p := range a.rows[i].Parts {
			all = append(all, fmt.Sprintf("%s %d×%d", p.Name, p.Points, p.Weight))
		}
		got = fmt.Sprintf("%s = %d", strings.Join(all, " + "), a.rows[i].Score)
	}
	r.compare(b.line, fmt.Sprintf("priority of %s on %s", b.arg, a.claim), strings.Join(strings.Fields(b.rest), " "), got)
	return nil
}

// nightAnswer is what a nightly run has come to.
type nightAnswer struct {
	on       calendar.Date
	already  bool
	proposed map[string][]string // by claim, the lists it has come to, in their order
}

// askNight carries the nightly run of a day out: "DATE, known at DATE".
func (r *run) askNight(b *block) error {
	all := parts(b.rest)
	on, err := calendar.Parse(all[0])
	if err != nil {
		return r.fault(b.line, "%v; write DATE, known at DATE", err)
	}
	knownAt := calendar.EndOfDay(on)
	for _, p := range all[1:] {
		known, ok := strings.CutPrefix(p, "known at ")
		if !ok {
			return r.fault(b.line, "%q is not known here; write DATE, known at DATE", p)
		}
		if knownAt, err = calendar.ParseInstant(known); err != nil {
			return r.fault(b.line, "%v", err)
		}
	}
	r.clock.raise(knownAt)
	before, err := r.proposals(on)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	receipt, after, err := r.night(on, knownAt)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	if receipt.Already && fmt.Sprint(before) != fmt.Sprint(after) {
		r.fail(b.line, "proposals of a night that was run before", fmt.Sprint(before), fmt.Sprint(after))
	}
	r.answer = &nightAnswer{on, receipt.Already, after}
	return nil
}

// night runs the night and reads its proposals back.
func (r *run) night(on calendar.Date, knownAt calendar.Instant) (*night.Receipt, map[string][]string, error) {
	c, err := claim.ReadColumns(r.ctx, r.j, nil)
	if err != nil {
		return nil, nil, err
	}
	receipt, err := (&night.Run{On: on, KnownAt: knownAt, Actor: actor}).Write(r.ctx, r.j, c)
	if err != nil {
		return nil, nil, err
	}
	after, err := r.proposals(on)
	return receipt, after, err
}

// proposals are those of a night that the journal holds.
func (r *run) proposals(on calendar.Date) (map[string][]string, error) {
	all := map[string][]string{}
	_, err := r.j.Scan(r.ctx, 0, func(e *journal.Event) error {
		if s, ok := night.FromJournal(e); ok && s.On == on {
			all[s.Claim] = append(all[s.Claim], s.List)
		}
		return nil
	})
	return all, err
}

// thenProposed compares what a nightly run has proposed: a line for each claim
// with the lists it has come to, in any order; none; or that nothing was done,
// because the night had been run before.
func (r *run) thenProposed(b *block) error {
	a := r.answer.(*nightAnswer)
	what := "the night of " + a.on.String()
	if b.rest == runBefore || a.already {
		got := "proposals"
		if a.already {
			got = runBefore
		}
		r.compare(b.line, what, b.rest, got)
		return nil
	}
	var want, got []string
	lines := b.content()
	if b.rest == "none" {
		lines = nil
	}
	for _, l := range lines {
		words := strings.Fields(l.text)
		want = append(want, words[0])
		lists, have := words[1:], slices.Clone(a.proposed[words[0]])
		slices.Sort(lists)
		slices.Sort(have)
		r.compare(l.at, "lists that "+words[0]+" has come to", strings.Join(lists, " "), strings.Join(have, " "))
	}
	for id := range a.proposed {
		got = append(got, id)
	}
	slices.Sort(want)
	slices.Sort(got)
	r.compare(b.line, "claims proposed in "+what, strings.Join(want, " "), strings.Join(got, " "))
	return nil
}

// runBefore is what a case calls a night that had been run.
const runBefore = "nothing, it was run before"
