package worklist_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/worklist"
)

// plainly is a second reading of three lists, from the events of one claim and
// what the law says of them, without columns and without the words.
type plainly struct {
	on  calendar.Date
	d   *claim.Decision
	a   *claim.Account
	dl  *claim.Deadlines
	lim *claim.Limitation
	s   claim.Standing
}

func readPlainly(t rapid.TB, l *claimtest.Life, c *claim.Columns, q worklist.Query) plainly {
	t.Helper()
	law := c.Law(q.KnownAt)
	a, err := claim.NewAccount(&l.Decision, l.Events, q.On, q.KnownAt, law, false)
	if err != nil {
		t.Fatal(err)
	}
	p := plainly{on: q.On, d: &l.Decision, a: a}
	p.dl = claim.DeadlinesOf(&l.Decision, l.Events, q.On, q.KnownAt, law)
	p.lim = claim.LimitationOf(&l.Decision, l.Events, q.On, q.KnownAt, law)
	p.s = claim.StandingOf(&l.Decision, l.Events, q.On, q.KnownAt, p.dl, p.lim, a)
	return p
}

// canBeDemanded: decided, not ended, not past limitation, and something is owed.
func (p *plainly) canBeDemanded() bool {
	if p.s.Legal == claim.LegalDraft || p.s.Conditions&claim.Ended != 0 || p.lim.Barred(p.on) {
		return false
	}
	return p.a.Capital()+p.a.Interest+p.a.Fee+p.a.Cost > 0
}

// notServed: new claims on the public track that were sent more than 60 days
// after the decision was made without being served and without a measure, and
// those registered as not served.
func (p *plainly) notServed() bool {
	if !p.canBeDemanded() || p.d.DecidedOn < calendar.New(2022, 9, 1) || p.s.Track != claim.PublicTrack {
		return false
	}
	if p.s.Conditions&claim.RegisteredUnserved != 0 {
		return true
	}
	const measures = claim.InPlan | claim.SettingOff | claim.AtKFM | claim.Restructuring | claim.Preserved
	return p.on-p.d.DecidedOn > 60 && p.s.Conditions&claim.HasBeenDispatched != 0 && p.s.Service != claim.ServiceDone && p.s.Conditions&measures == 0
}

// nearLimitation: within a year of the last day, and not past it.
func (p *plainly) nearLimitation() bool {
	return p.canBeDemanded() && !p.lim.Pending && p.lim.Last != calendar.None && p.on <= p.lim.Last && p.on >= p.lim.Last.AddMonths(-12)
}

// readyForHandover: on the public track, past the day a hand-over is allowed,
// with nothing in the way.
func (p *plainly) readyForHandover() bool {
	if !p.canBeDemanded() || p.s.Track != claim.PublicTrack || p.dl.EarliestHandover == calendar.None || p.on < p.dl.EarliestHandover {
		return false
	}
	return p.s.Collection == claim.CollectionReady
}

// single leaves one debtor, whom no event names: columns do not tell debtors
// apart.
func single(l *claimtest.Life) {
	l.Debtors = l.Debtors[:1]
	l.Debtors[0].Share = 0
	for i := range l.Events {
		if l.Events[i].Details != nil {
			x := *l.Events[i].Details
			x.Debtor = 0
			l.Events[i].Details = &x
		}
	}
}

func TestThreeLists_readASecondTime(t *testing.T) {
	found := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		stock := drawStock(t)
		for i := range stock {
			single(&stock[i])
		}
		c, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		q := drawQuery(t, stock)
		for id, test := range map[string]func(*plainly) bool{"not_served": (*plainly).notServed, "near_limitation": (*plainly).nearLimitation, "ready_for_handover": (*plainly).readyForHandover} {
			l, _ := worklist.ByID(id)
			on := map[int]bool{}
			for _, r := range rowsOf(t, c, q, l) {
				on[r.Claim] = true
			}
			for i := range stock {
				p := readPlainly(t, &stock[i], c, q)
				if want := test(&p); want != on[i] {
					t.Fatalf("%s on %s known %s, claim %s: on the list %v, read plainly %v\n%s\n%+v\n%+v", id, q.On, q.KnownAt, stock[i].ID, on[i], want, told(&stock[i]), *p.dl, p.s)
				}
				if on[i] {
					found[id]++
				}
			}
		}
	})
	for _, id := range []string{"not_served", "near_limitation", "ready_for_handover"} {
		if found[id] == 0 {
			t.Errorf("no claim came on %s", id)
		}
	}
}

func told(l *claimtest.Life) string {
	text := fmt.Sprint(l.DecidedOn, " ", l.Principal)
	for i := range l.Events {
		e := &l.Events[i]
		text += fmt.Sprintf(" | %s %s known %s %d/%d %s %+v", e.Kind, e.OccurredOn, e.RecordedAt, e.Amount, e.ToPrincipal, e.Mode, e.Detail())
	}
	return text
}
