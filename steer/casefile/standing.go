package casefile

import (
	"fmt"
	"slices"
	"strings"

	"balans/recover/claim"
)

// standingAnswer is where a claim stands.
type standingAnswer struct {
	claim.Standing
	question
	regime         claim.Regime
	contradictions []string
	unexpected     []string // ids of events that came where no table has a row for them
	told           bool     // the case has spoken of contradictions
	toldUnexpected bool
}

// askStanding answers "CLAIM on DATE, known at DATE". A contradiction, or an
// event that came where it was not expected, is a failure unless the case says so.
func (r *run) askStanding(b *block) error {
	q, d, events, law, err := r.claimOn(b)
	if err != nil {
		return err
	}
	if len(q.others) > 0 {
		return r.fault(b.line, "%q is not known here; write CLAIM on DATE, known at DATE", q.others[0])
	}
	account, err := claim.NewAccount(d, events, q.on, q.knownAt, law, false)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	deadlines := claim.DeadlinesOf(d, events, q.on, q.knownAt, law)
	limitation := claim.LimitationOf(d, events, q.on, q.knownAt, law)
	a := &standingAnswer{question: q, regime: claim.RegimeOn(d.DecidedOn),
		Standing: claim.StandingOf(d, events, q.on, q.knownAt, deadlines, limitation, account)}
	a.contradictions = a.Contradictions(account)
	for _, i := range a.Unexpected {
		a.unexpected = append(a.unexpected, r.nameOf(events[i].ID))
	}
	r.answer = a
	return nil
}

// nameOf is what the case calls an event: the key it was recorded under.
func (r *run) nameOf(id string) string {
	for key, stored := range r.keys {
		if stored == id {
			return key
		}
	}
	return id
}

// closeStanding fails what the case has not spoken of.
func (r *run) closeStanding(a *standingAnswer) {
	at := r.asked.line
	if !a.told && len(a.contradictions) > 0 {
		r.fail(at, "contradictions of "+a.claim, "none", strings.Join(a.contradictions, "; "))
	}
	if !a.toldUnexpected && len(a.unexpected) > 0 {
		r.fail(at, "events of "+a.claim+" that were not expected where they came", "none", strings.Join(a.unexpected, " "))
	}
}

// thenShown compares the one status and the badges beside it.
func (r *run) thenShown(b *block) error {
	a := r.answer.(*standingAnswer)
	got := []string{a.Shown(a.Money, a.regime).String()}
	for name, bit := range claim.ConditionNames() {
		if a.Badges()&bit != 0 {
			got = append(got, name)
		}
	}
	want := parts(b.rest)
	slices.Sort(got[1:])
	slices.Sort(want[1:])
	r.compare(b.line, "status of "+a.claim+" on "+a.on.String(), strings.Join(want, ", "), strings.Join(got, ", "))
	return nil
}

// thenMachines compares the state of each machine that is named.
func (r *run) thenMachines(b *block) error {
	a := r.answer.(*standingAnswer)
	states := map[string]string{"money": a.Money.String()}
	known := []string{"money"}
	for _, m := range claim.Machines() {
		states[m.String()] = a.State(m)
		known = append(known, m.String())
	}
	for _, l := range b.content() {
		for _, part := range parts(l.text) {
			name, want, _ := strings.Cut(part, " ")
			got, ok := states[name]
			if !ok {
				return r.fault(l.at, "%q is no machine; they are %s", name, strings.Join(known, ", "))
			}
			r.compare(l.at, fmt.Sprintf("%s of %s on %s", name, a.claim, a.on), strings.TrimSpace(want), got)
		}
	}
	return nil
}

// thenDebtors compares how far the decision has reached each debtor.
func (r *run) thenDebtors(b *block) error {
	a := r.answer.(*standingAnswer)
	var got, want []string
	for _, d := range a.Debtors {
		got = append(got, d.Debtor.String()+" "+d.State.String())
	}
	for _, l := range b.content() {
		want = append(want, parts(l.text)...)
	}
	r.compare(b.line, "service of "+a.claim+" on "+a.on.String(), strings.Join(want, ", "), strings.Join(got, ", "))
	return nil
}

// thenContradictions expects none, or that each of its lines is part of one.
func (r *run) thenContradictions(b *block) error {
	a := r.answer.(*standingAnswer)
	a.told = true
	lines := b.content()
	if b.rest == "none" {
		lines = nil
	}
	r.compare(b.line, "contradictions of "+a.claim, fmt.Sprint(len(lines)), fmt.Sprint(len(a.contradictions)))
	for _, l := range lines {
		if !slices.ContainsFunc(a.contradictions, func(s string) bool { return strings.Contains(plain(s), l.text) }) {
			r.compare(l.at, "contradictions of "+a.claim, l.text, strings.Join(a.contradictions, "; "))
		}
	}
	return nil
}

// thenUnexpected compares the events that came where they were not expected.
func (r *run) thenUnexpected(b *block) error {
	a := r.answer.(*standingAnswer)
	a.toldUnexpected = true
	want := b.rest
	if want == "none" {
		want = ""
	}
	r.compare(b.line, "events of "+a.claim+" that were not expected where they came", want, strings.Join(a.unexpected, " "))
	return nil
}
